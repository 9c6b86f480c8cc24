package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interactive transactions whose process is killed or stopped, and whose client is lost. */
class InteractiveIT {

  private static final String SHARD = "/v1/shards/a";
  private static final String ENTRIES = SHARD + "/namespaces/default/entries/";
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]{32})\"");

  /** Begins one and puts an entry in it; its path. */
  private static String beginAndPut(Client client, String key) {
    HttpResponse<String> begun = client.send("POST", SHARD + "/transactions/interactive", "");
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
    Matcher id = ID.matcher(begun.body());
    assertThat(id.find()).isTrue();
    String transaction = SHARD + "/transactions/" + id.group(1);
    HttpResponse<String> put =
        client.send(
            "POST",
            transaction + "/operations",
            "{\"operations\":[{\"op\":\"put\",\"key\":\"" + key + "\",\"value\":2}]}");
    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
    assertThat(put.body()).contains("\"status\":201");
    return transaction;
  }

  @Test
  void aKillLeavesAllOfACommittedOneAndNothingOfAnOpenOne(@TempDir Path directory) {
    Path data = directory.resolve("data");
    String open;
    try (CairnProcess cairn = CairnProcess.serve(data);
        Client client = new Client(cairn.awaitUrl())) {
      client.send("PUT", ENTRIES + "first", "1");
      String committed = beginAndPut(client, "committed");
      assertThat(client.send("POST", committed + "/commit", "").statusCode()).isEqualTo(200);
      open = beginAndPut(client, "open");
      cairn.kill();
    }
    try (CairnProcess cairn = CairnProcess.serve(data);
        Client client = new Client(cairn.awaitUrl())) {
      assertThat(client.get(ENTRIES + "committed").body()).isEqualTo("2");
      assertThat(client.get(ENTRIES + "open").statusCode()).isEqualTo(404);
      HttpResponse<String> late = client.send("POST", open + "/commit", "");
      assertThat(late.statusCode()).isEqualTo(404);
      assertThat(late.body()).contains("transaction-not-found");
      HttpResponse<String> next = client.send("PUT", ENTRIES + "next", "1");
      assertThat(next.headers().firstValue("Cairn-Revision")).hasValue("3");
    }
  }

  @Test
  void aLostClientHoldsNobodyUpForLong(@TempDir Path directory) throws Exception {
    Map<String, String> settings =
        Map.of("CAIRN_TRANSACTIONS_IDLE", "2s", "CAIRN_TRANSACTIONS_WRITER_WAIT", "500ms");
    try (CairnProcess cairn = CairnProcess.serve(settings, directory.resolve("data"));
        Client client = new Client(cairn.awaitUrl())) {
      client.send("PUT", ENTRIES + "first", "1");
      String transaction;
      try (Client lost = new Client(cairn.awaitUrl())) {
        transaction = beginAndPut(lost, "lost");
      }

      HttpResponse<String> refused = client.send("PUT", ENTRIES + "early", "1");
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
      assertThat(refused.body()).contains("shard-busy");
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(client.get(ENTRIES + "first").statusCode()).as("reads go on").isEqualTo(200);

      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (client.send("PUT", ENTRIES + "late", "1").statusCode() == 503) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
      assertThat(client.get(ENTRIES + "late").body()).isEqualTo("1");
      assertThat(client.get(ENTRIES + "early").statusCode()).isEqualTo(404);
      assertThat(client.get(ENTRIES + "lost").statusCode()).isEqualTo(404);
      assertThat(client.send("POST", transaction + "/commit", "").body())
          .contains("transaction-expired");
    }
  }

  @Test
  void aStopRollsBackAndLetsThoseWhoWaitGoOn(@TempDir Path directory) throws Exception {
    Path data = directory.resolve("data");
    try (CairnProcess cairn = CairnProcess.serve(data);
        Client management = new Client(cairn.awaitManagementUrl());
        Client client = new Client(cairn.awaitUrl())) {
      client.send("PUT", ENTRIES + "first", "1");
      beginAndPut(client, "open");
      CompletableFuture<HttpResponse<String>> waits =
          CompletableFuture.supplyAsync(() -> client.send("PUT", ENTRIES + "waits", "1"));
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (!management.get("/q/metrics").body().contains("cairn_writer_queue_depth 1.0")) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }

      assertThat(cairn.stop()).as(cairn.output()).isZero();

      assertThat(waits.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
      assertThat(cairn.output()).doesNotContain("ERROR", "requests are still under way");
    }
    try (CairnProcess cairn = CairnProcess.serve(data);
        Client client = new Client(cairn.awaitUrl())) {
      assertThat(client.get(ENTRIES + "waits").body()).isEqualTo("1");
      assertThat(client.get(ENTRIES + "open").statusCode()).isEqualTo(404);
    }
  }
}
