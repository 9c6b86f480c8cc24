package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an import does when the server is busy, strict, gone or not what it should be. */
@Timeout(60)
class ImportTroubleTest {

  private static final FakeServer.Fault BUSY = FakeServer.Fault.answer(503, "");
  private static final String[] PLACES = {"--shard=s", "--key={id}"};

  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void nobodyListeningIsExitCodeThree() {
    server.close();
    Run run = Run.importing(server, "{\"id\":1}", "--shard=s", "--key={id}", "--retries=2");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("nothing answers there").contains("3 times");
    assertThat(run.waits()).hasSize(2);
  }

  @Test
  void aBusyServerIsAskedAgainWhenItSays() {
    server.misbehave(
        FakeServer.Fault.answer(429, "", "Retry-After", "7"), FakeServer.Fault.answer(503, ""));
    Run run = Run.importing(server, "{\"id\":1}", PLACES);
    assertThat(run.exitCode()).isZero();
    assertThat(run.waits().getFirst()).isEqualTo(Duration.ofSeconds(7));
    assertThat(run.waits()).hasSize(2);
  }

  @Test
  void aChunkThatIsTooLargeGoesInParts() {
    server.takeAtMost(3);
    StringBuilder input = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      input.append("{\"id\":").append(i).append("}\n");
    }
    Run run = Run.importing(server, input.toString(), PLACES);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("20 created", "0 failed");
    assertThat(server.size()).isEqualTo(20);
  }

  @Test
  void oneItemThatIsTooLargeByItselfFailsAlone() {
    server.takeAtMost(0);
    Run run = Run.importing(server, "{\"id\":1}{\"id\":2}", PLACES);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("0 created", "2 failed");
    assertThat(run.err()).contains("item 2 (line 1): batch-too-large: too many (HTTP 413)");
  }

  @Test
  void whatALostAnswerHadStoredIsConfirmedByComparison() {
    server.store("s/default/2", "{\"id\":2,\"other\":true}");
    server.misbehave(FakeServer.Fault.loseAnswer());
    Run run = Run.importing(server, "{\"id\":1}\n{\"id\":2}\n", PLACES);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("0 created, 0 replaced, 0 skipped, 1 failed, 1 there already");
    assertThat(run.err()).contains("item 2 (line 2)").contains("has an entry '2' already");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no json", "{\"results\":[]}", "{}"})
  void anAnswerThatIsNotCairnsStopsTheImport(String answer) {
    server.misbehave(FakeServer.Fault.answer(200, answer));
    Run run = Run.importing(server, "{\"id\":1}", PLACES);
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("can't be read");
  }

  @Test
  void anInterruptedImportGoesOnAndCountsEachFailureOnce(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("in.ndjson");
    Files.writeString(file, "{\"id\":1}\n{\"no\":2}\n{\"id\":3}\n{\"id\":\"\"}\n{\"id\":5}\n");
    server.misbehave(FakeServer.Fault.loseAnswer(), BUSY);
    Run broken =
        Run.importing(server, "", file.toString(), "--shard=s", "--key={id}", "--retries=1");
    assertThat(broken.exitCode()).isEqualTo(3);
    assertThat(broken.err()).contains("Run the same command again to go on.");
    assertThat(directory.resolve("in.ndjson.cairn-import")).exists();

    Run resumed = Run.importing(server, "", file.toString(), "--shard=s", "--key={id}");
    assertThat(resumed.exitCode()).isEqualTo(1);
    assertThat(resumed.err()).contains("Going on from item 1").doesNotContain("had failed before");
    assertThat(resumed.out())
        .contains("0 created, 0 replaced, 0 skipped, 2 failed, 3 there already");
    assertThat(directory.resolve("in.ndjson.cairn-import")).doesNotExist();
    assertThat(server.size()).isEqualTo(3);
  }

  @Test
  void failuresOfWhatWasSettledBeforeAreStillTold(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("in.ndjson");
    Files.writeString(file, "{\"no\":1}\n{\"id\":2}\n");
    server.misbehave(BUSY);
    Run broken =
        Run.importing(server, "", file.toString(), "--shard=s", "--key={id}", "--retries=0");
    assertThat(broken.exitCode()).isEqualTo(3);
    Run resumed = Run.importing(server, "", file.toString(), "--shard=s", "--key={id}");
    assertThat(resumed.exitCode()).isEqualTo(1);
    assertThat(resumed.err())
        .contains("1 items had failed before")
        .doesNotContain("item 1 (line 1)");
    assertThat(resumed.out()).contains("1 created, 0 replaced, 0 skipped, 0 failed");
  }

  @Test
  void aStateOfAnotherImportIsRefusedUntilToldToBeginAnew(@TempDir Path directory)
      throws Exception {
    Path file = directory.resolve("in.ndjson");
    Path state = directory.resolve("state");
    Files.writeString(file, "{\"id\":1}\n");
    server.misbehave(BUSY);
    String[] first = {
      file.toString(), "--shard=s", "--key={id}", "--retries=0", "--state=" + state
    };
    assertThat(Run.importing(server, "", first).exitCode()).isEqualTo(3);
    assertThat(state).exists();

    String[] other = {file.toString(), "--shard=t", "--key={id}", "--state=" + state};
    Run refused = Run.importing(server, "", other);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("--no-resume");
    assertThat(server.size()).isZero();

    String[] anew = {file.toString(), "--shard=t", "--key={id}", "--state=" + state, "--no-resume"};
    assertThat(Run.importing(server, "", anew).exitCode()).isZero();
    assertThat(state).doesNotExist();
  }

  @Test
  void aDamagedStateFileIsSaidAndLeftAlone(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("in.ndjson");
    Files.writeString(file, "{\"id\":1}\n");
    Path state = Files.writeString(directory.resolve("in.ndjson.cairn-import"), "{\"format\":");
    Run run = Run.importing(server, "", file.toString(), "--shard=s", "--key={id}");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("is no state file").contains("--no-resume");
    assertThat(state).hasContent("{\"format\":");
    assertThat(server.size()).isZero();
  }
}
