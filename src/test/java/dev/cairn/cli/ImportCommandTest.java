package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ImportCommandTest {

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
}
