package dev.cairn.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  private Path directory;

  @Test
  void thePinnedVersionIsTakenFromReleasesAndFromBuilds() throws Exception {
    Path release = saying("release", PinnedVersion.number());
    Path build = saying("build", "v" + PinnedVersion.number());

    assertThat(checked(release)).isEqualTo(release.toRealPath());
    assertThat(checked(build)).isEqualTo(build.toRealPath());
  }

  @Test
  void everyOtherVersionIsRefusedWithBoth() throws Exception {
    for (String version :
        new String[] {"0.3.13", "0.5.180", "v0.5.18-dirty", "(development build)", ""}) {
      Path other = saying("other", version);

      assertThatThrownBy(() -> checked(other))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll(PinnedVersion.number(), "'" + version + "'", other.toString());
    }
  }

  @Test
  void aMissingProgramIsToldWithTheCure() {
    assertThatThrownBy(() -> checked(directory.resolve("missing")))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("missing", "litestream/install", "cairn.backup.litestream");
    assertThatThrownBy(() -> checked(directory)).isInstanceOf(IOException.class);
  }

  @Test
  void aBareNameIsLookedUpOnThePath() throws Exception {
    Path program = saying("litestream", PinnedVersion.number());
    Map<String, String> environment = Map.of("PATH", "/nowhere::" + directory);

    assertThat(new Binary("litestream", environment).checked()).isEqualTo(program.toRealPath());
    assertThatThrownBy(() -> new Binary("litestream", Map.of()).checked())
        .isInstanceOf(IOException.class);
  }

  @Test
  void aWrongVersionIsAConditionAndNoException() throws Exception {
    LitestreamSettings settings = Rig.settings(directory, saying("old", "0.3.13").toString(), 1);
    try (Rig rig = new Rig(settings, SystemFigures.NO_LIMIT, Rig.NEVER)) {
      assertThat(rig.litestream.condition().running()).isFalse();
      assertThat(rig.litestream.condition().detail()).contains(PinnedVersion.number(), "0.3.13");
      assertThat(rig.litestream.generation(Path.of("/any"))).isZero();
      assertThat(Processes.remembered(rig.directory)).isEmpty();
    }
  }

  @Test
  void aProgramThatEndsAtOnceIsToldOfWithItsLastWord() throws Exception {
    Path program =
        Processes.script(
            directory.resolve("broken"),
            "if [ \"$1\" = version ]; then echo %s; else echo 'no such flag'; exit 3; fi"
                .formatted(PinnedVersion.number()));
    try (Rig rig =
        new Rig(
            Rig.settings(directory, program.toString(), 1), SystemFigures.NO_LIMIT, Rig.NEVER)) {
      assertThat(rig.litestream.condition().running()).isFalse();
      assertThat(rig.litestream.condition().detail()).contains("exit code 3", "no such flag");
    }
  }

  private static Path checked(Path program) throws IOException, InterruptedException {
    return new Binary(program.toString(), Map.of()).checked();
  }

  private Path saying(String name, String version) throws IOException {
    return Processes.script(directory.resolve(name), "echo '" + version + "'");
  }
}
