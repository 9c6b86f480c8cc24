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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ImportCommandTest {

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
  void valuesArriveByteForByteWithTheirLineBreaks() {
    String value = "{\n  \"id\": \"a\",\r\n\t\"n\" : 1.10\n}";
    Run run = Run.importing(server, "[" + value + "]", PLACES);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("1 created, 0 replaced, 0 skipped, 0 failed in ");
    assertThat(server.stored("s/default/a")).isEqualTo(value);
  }

  @Test
  void aPartOfTheItemCanBeTheValue() {
    Run run =
        Run.importing(
            server,
            "{\"id\":1,\"v\":[1,  2]}\n{\"id\":2}\n",
            "--shard=s",
            "--key={id}",
            "--namespace=n",
            "--value=v");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("item 2 (line 2): the field 'v' is missing");
    assertThat(server.stored("s/n/1")).isEqualTo("[1,  2]");
  }

  @Test
  void aMalformedLineIsNamedAndTheOthersAreImported() {
    Run run = Run.importing(server, "{\"id\":1}\n{\"id\":2\n\n{\"id\":3}\n", PLACES);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).startsWith("2 created, 0 replaced, 0 skipped, 1 failed");
    assertThat(run.err()).contains("item 2 (line 2): malformed");
    assertThat(server.stored("s/default/3")).isEqualTo("{\"id\":3}");
  }

  @Test
  void aMalformedArrayIsImportedUpToWhereItBreaks() {
    Run run = Run.importing(server, "[{\"id\":1},\n{\"id\":2},\n{\"id\"", PLACES);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).startsWith("2 created, 0 replaced, 0 skipped, 1 failed");
    assertThat(run.err()).contains("line 3").contains("Nothing behind it was imported");
  }

  @Test
  void emptyInputIsImportedAtOnce() {
    Run run = Run.importing(server, "", PLACES);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("0 created, 0 replaced, 0 skipped, 0 failed");
  }

  @ParameterizedTest
  @CsvSource({
    "fail, 1, '1 created, 0 replaced, 0 skipped, 1 failed', old",
    "skip, 0, '1 created, 0 replaced, 1 skipped, 0 failed', old",
    "replace, 0, '1 created, 1 replaced, 0 skipped, 0 failed', new"
  })
  void anEntryThatExistsIsTreatedAsAsked(String how, int exitCode, String told, String left) {
    server.store("s/default/1", "\"old\"");
    Run run =
        Run.importing(
            server,
            "{\"id\":1,\"v\":\"new\"}{\"id\":2,\"v\":2}",
            "--shard=s",
            "--key={id}",
            "--value=v",
            "--on-conflict=" + how);
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.out()).startsWith(told);
    assertThat(server.stored("s/default/1")).isEqualTo("\"" + left + "\"");
  }

  @Test
  void anOwnExportGoesBackWithNamespacesAndMetadata() {
    String export =
        """
        {"format":"cairn-export/1","shard":"from","revision":7,"exported":"2026-01-01T00:00:00Z"}
        {"namespace":"default"}
        {"namespace":"default","key":"a/b","version":1,"value":{"x": 1}}
        {"namespace":"empty","metadata":{"m":1}}
        {"end":true,"entries":1}
        """;
    Run run = Run.importing(server, export);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(server.stored("from/default/a/b")).isEqualTo("{\"x\": 1}");
    assertThat(server.stored("from/empty")).isEqualTo("{\"metadata\":{\"m\":1}}");
    assertThat(Run.importing(server, export, "--shard=to").exitCode()).isZero();
    assertThat(server.stored("to/default/a/b")).isEqualTo("{\"x\": 1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'end':true,'entries':2} | names 2 entries, but 1 were read",
        "{'end':true} | names no number of entries",
        "{'namespace':'default'} | cut off",
        "{'end':true,'entries':1} {'x':1} | something follows the end line",
        "{'namespace':'default','key':7,'value':1} {'end':true,'entries':2} | needs a key",
        "{'namespace':'d','key':'x','value':1, {'end':true,'entries':2} | malformed",
      })
  void anExportThatIsNotWholeIsSaid(String rest, String complaint) {
    String begin =
        "{'format':'cairn-export/1','shard':'s'}\n{'namespace':'default','key':'k','value':1}\n";
    Run run =
        Run.importing(server, (begin + rest.replace(" {", "\n{")).replace('\'', '"'), "--quiet");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(complaint);
    assertThat(run.out()).contains("1 created", ", 1 failed");
  }

  @Test
  void anExportOfAnotherFormatIsRefused() {
    Run run = Run.importing(server, "{\"format\":\"cairn-export/9\",\"shard\":\"s\"}");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("cairn-export/9").contains("cairn-export/1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--parallel=0",
        "--parallel=65",
        "--max-errors=-1",
        "--shard={",
        "--value=..",
        "--items=x",
        "--retries=-1",
        "--retries=101",
        "--server=ftp://x",
        "--server=http://",
        "--server=:",
        "--on-conflict=maybe",
        "/no/such/file"
      })
  void aCommandLineThatCantBeUsedIsRefusedBeforeAnythingIsSent(String bad) {
    Run run = Run.of(ImportCommand::new, "{\"id\":1}", "--shard=s", "--key={id}", bad);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void withoutPlacesForForeignItemsItIsTheCommandLineThatIsWrong() {
    Run run = Run.importing(server, "{\"id\":1}");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--shard and --key");
  }

  @Test
  void aDryRunSendsNothingAndCountsByShard() {
    Run run =
        Run.importing(
            server,
            "{\"id\":1,\"s\":\"a\"}\n{\"id\":2,\"s\":\"b\"}\n{\"id\":3,\"s\":\"a\"}\n{\"id\":4}\n",
            "--shard={s}",
            "--key={id}",
            "--dry-run");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().lines())
        .containsExactly("2\ta", "1\tb", "3 items in 2 shards; nothing was sent");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void failuresBeyondTheBoundAreCounted() {
    Run run =
        Run.importing(server, "{\"x\":1}\n".repeat(5), "--shard=s", "--key={id}", "--max-errors=2");
    assertThat(run.err().lines().filter(line -> line.startsWith("item "))).hasSize(2);
    assertThat(run.err()).contains("… and 3 more failures.");
    assertThat(run.out()).contains("5 failed");
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
