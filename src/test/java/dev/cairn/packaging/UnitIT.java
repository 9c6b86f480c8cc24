package dev.cairn.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit of systemd, as it lies in the package. */
class UnitIT {

  /** Most that the unit may leave open, as systemd counts it: 0 nothing, 100 everything. */
  private static final String NATIVE_EXPOSURE = "15";

  /** With memory that is written to and executed, which a Java machine needs. */
  private static final String JVM_EXPOSURE = "16";

  private static final String UNIT = "cairn.service";

  /** A program that answers health checks as the variable HEALTH says. */
  private static final String STAND_IN = "eval \"${HEALTH:-true}\"";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private static Path shared;

  private static Path root = Path.of("/");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path directory;

  @BeforeAll
  static void unpack() throws IOException {
    root = shared.resolve("root");
    Path made = DebianPackage.ofStandIn(shared, STAND_IN);
    Ran.well("dpkg-deb", "--extract", made.toString(), root.toString());
  }

  /** What systemd has to say of a unit; it says nothing of one that it understands wholly. */
  private static List<String> complaints(Path unit) {
    return Ran.of("systemd-analyze", "verify", "--man=no", unit.toString())
        .output()
        .lines()
        .filter(line -> line.contains("cairn"))
        .toList();
  }

  /** The unit with the executables where the package was unpacked, and a line more. */
  private Path unit(String line) throws IOException {
    String text = Files.readString(root.resolve("usr/lib/systemd/system").resolve(UNIT));
    return Files.writeString(
        directory.resolve(UNIT),
        text.replace("=/usr/", "=" + root + "/usr/").replace("[Service]", "[Service]\n" + line));
  }

  private void addJavaMachine() throws IOException {
    Path more = Files.createDirectories(directory.resolve(UNIT + ".d"));
    Files.copy(Path.of("src/deb/jvm.conf"), more.resolve("jvm.conf"));
  }

  @Test
  void systemdUnderstandsAllOfIt() throws IOException {
    assertThat(complaints(unit(""))).isEmpty();
    addJavaMachine();
    assertThat(complaints(unit(""))).isEmpty();
  }

  @Test
  void aMisspeltSettingWouldBeTold() throws IOException {
    assertThat(complaints(unit("NoNewPrivilege=yes")))
        .singleElement()
        .asString()
        .contains("NoNewPrivilege");
  }

  @Test
  void itLeavesLittleOpen() throws IOException {
    Ran.well(
        "systemd-analyze",
        "security",
        "--offline=true",
        "--threshold=" + NATIVE_EXPOSURE,
        unit("").toString());
    addJavaMachine();
    String told =
        Ran.well(
            "systemd-analyze",
            "security",
            "--offline=true",
            "--threshold=" + JVM_EXPOSURE,
            unit("").toString());
    assertThat(told).containsPattern("✗ +MemoryDenyWriteExecute");
  }

  private Ran awaitReady(String health, long pid) {
    return Ran.of(
        Map.of("HEALTH", health, "MAINPID", Long.toString(pid)),
        List.of(root.resolve("usr/lib/cairn/await-ready").toString(), "14m"));
  }

  @Test
  void aStartEndsWhenTheServiceIsReady() {
    Path asked = directory.resolve("asked");
    assertThat(awaitReady("echo \"$@\" > " + asked, ProcessHandle.current().pid()).exitCode())
        .isZero();
    assertThat(asked).hasContent("health --config /etc/cairn/cairn.properties --wait 14m");
  }

  @Test
  void aStartFailsAsTheHealthCheckDoes() {
    assertThat(awaitReady("exit 3", ProcessHandle.current().pid()).exitCode()).isEqualTo(3);
  }

  @Test
  void aStartFailsAtOnceWhenTheServiceHasEnded() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Instant begin = Instant.now();
    Ran ran = awaitReady("exec sleep 60", ended.pid());
    assertThat(ran.exitCode()).as(ran.output()).isEqualTo(1);
    assertThat(ran.output()).contains("ended before it was ready");
    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(30));
  }
}
