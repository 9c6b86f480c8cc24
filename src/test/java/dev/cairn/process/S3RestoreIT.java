package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class S3RestoreIT extends RestoreContract {

  S3RestoreIT() {
    super(ReplicaKind.S3);
  }

  @Test
  void whileTheStoreIsAwayNothingIsReplacedAndTheShardServes() throws Exception {
    try (CairnProcess cairn = serve("data");
        Client client = new Client(cairn.awaitUrl())) {
      putReplicated(client, "a", "k", "1");
      putReplicated(client, "a", "k", "2");
      replica.stop().run();

      HttpResponse<String> answer = await(client, restore(client, "a", "{\"revision\":1}"));

      assertThat(answer.body()).contains("backup-unavailable");
      assertThat(client.get(entry("a", "k")).body()).isEqualTo("2");
      assertThat(client.send("PUT", entry("a", "k"), "3").statusCode()).isEqualTo(204);
    }
  }
}
