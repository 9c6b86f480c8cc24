package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One data directory is served by one process at a time. */
class TwoProcessesIT {

  private static final String ENTRY = "/v1/shards/s/namespaces/default/entries/k";

  @Test
  void aSecondProcessIsKeptOutUntilTheFirstHasEnded(@TempDir Path directory) throws Exception {
    Path data = directory.resolve("data");
    try (CairnProcess first = CairnProcess.serve(data);
        Client client = new Client(first.awaitUrl())) {
      assertThat(client.send("PUT", ENTRY, "1").statusCode()).isEqualTo(201);

      assertRefused(data);
      assertRefused(data);

      assertThat(client.send("PUT", ENTRY, "2").statusCode()).isEqualTo(204);
      first.kill();
    }
    try (CairnProcess next = CairnProcess.serve(data);
        Client client = new Client(next.awaitUrl())) {
      assertThat(client.get(ENTRY).body()).isEqualTo("2");
    }
  }

  private static void assertRefused(Path data) {
    List<String> arguments =
        List.of(
            "serve",
            "--port",
            "0",
            "--management-port",
            "0",
            "--data",
            data.toString(),
            "--backup",
            "off");
    try (CairnProcess second = CairnProcess.start(List.of(), List.of(), arguments)) {
      assertThat(second.awaitExit()).as(second.output()).isNotZero();
      assertThat(second.output())
          .contains("The data directory", "is in use by another process", "--data")
          .doesNotContain("\tat ");
    }
  }
}
