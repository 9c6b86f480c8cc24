package dev.cairn.litestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order in which litestream/install looks for the program, as far as it needs no network. */
class InstallTest {

  private static final String RIGHT = "echo v" + PinnedVersion.number();
  private static final String WRONG = "echo 0.3.13";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  private Path temporary;

  @Test
  void theOneThatIsThereStays() throws Exception {
    program(target(), RIGHT + " # old");

    Outcome outcome = install(Map.of("CAIRN_LITESTREAM", program("named", RIGHT).toString()));

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(target()).content().contains("# old");
  }

  @Test
  void theOneThatIsNamedComesBeforeThePath() throws Exception {
    program(target(), WRONG);
    program("path/litestream", RIGHT + " # path");

    Outcome outcome =
        install(Map.of("CAIRN_LITESTREAM", program("named", RIGHT + " # named").toString()));

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output()).isEqualTo(target().toRealPath() + "\n");
    assertThat(target()).content().contains("# named");
  }

  @Test
  void theOneOnThePathIsTaken() throws Exception {
    program("path/litestream", RIGHT + " # path");

    Outcome outcome = install(Map.of());

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(target()).content().contains("# path");
  }

  @Test
  void aNamedOneOfAnotherVersionIsRefused() throws Exception {
    program("path/litestream", RIGHT);
    Path named = program("named", WRONG);

    Outcome outcome = install(Map.of("CAIRN_LITESTREAM", named.toString()));

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output()).contains(named.toString(), PinnedVersion.number());
    assertThat(target()).doesNotExist();
  }

  @Test
  void anArchiveThatIsNotWhatTheChecksumsSayIsRefused() throws Exception {
    program("path/litestream", WRONG);
    program("path/go", "exit 1");
    program("path/uname", "if [ \"$1\" = -m ]; then echo x86_64; else echo Linux; fi");
    // Stands for curl -fsSL --connect-timeout 10 -o FILE URL.
    program(
        "path/curl",
        "case $6 in *checksums.txt) echo \"00 litestream-%1$s-linux-x86_64.tar.gz\" >$5 ;; *) echo x >$5 ;; esac"
            .formatted(PinnedVersion.number()));

    Outcome outcome = install(Map.of());

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output()).contains("is not what the release's checksums say");
    assertThat(temporary.resolve("target")).isEmptyDirectory();
  }

  private record Outcome(int exitCode, String output) {}

  private Outcome install(Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("litestream/install", temporary.resolve("target").toString())
            .redirectErrorStream(true);
    builder.environment().remove("CAIRN_LITESTREAM");
    builder.environment().put("PATH", temporary.resolve("path") + ":/usr/bin:/bin");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  private Path target() {
    return temporary.resolve("target").resolve("litestream");
  }

  private Path program(String name, String commands) throws IOException {
    return program(temporary.resolve(name), commands);
  }

  private static Path program(Path file, String commands) throws IOException {
    Files.createDirectories(file.getParent());
    return Processes.script(file, commands);
  }
}
