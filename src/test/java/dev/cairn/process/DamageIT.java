package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files are damaged while the service is down; it must serve every other shard and say what is
 * wrong with these.
 */
class DamageIT {

  private static final int ENTRIES = 300;
  private static final String VALUE = "\"" + "v".repeat(1000) + "\"";

  /** How a shard's file is damaged. */
  @FunctionalInterface
  private interface Damage {
    void apply(Path file) throws IOException, SQLException;
  }

  private static final Map<String, Damage> DAMAGES = damages();

  private static Map<String, Damage> damages() {
    Map<String, Damage> damages = new LinkedHashMap<>();
    damages.put("overwritten", DamageIT::overwritePages);
    damages.put("truncated", file -> resize(file, Files.size(file) / 2 / 4096 * 4096));
    damages.put("emptied", file -> resize(file, 0));
    damages.put("foreign", file -> Files.writeString(file, "no database at all".repeat(1000)));
    damages.put("newer", file -> execute(file, "pragma user_version = 9999"));
    damages.put("unreadable", DamageIT::replaceByDirectory);
    damages.put("missing", Files::delete);
    return damages;
  }

  @Test
  void aDamagedShardIsQuarantinedAndItsNeighboursGoOn(@TempDir Path directory) throws Exception {
    Path data = directory.resolve("data");
    List<String> shards = new ArrayList<>(DAMAGES.keySet());
    shards.add("healthy");
    try (CairnProcess cairn = CairnProcess.serve(data);
        Client client = new Client(cairn.awaitUrl())) {
      shards.forEach(shard -> fill(client, shard));
      cairn.stop();
    }
    for (Map.Entry<String, Damage> damage : DAMAGES.entrySet()) {
      damage.getValue().apply(fileOf(data, damage.getKey()));
    }
    try (CairnProcess cairn = CairnProcess.serve(data);
        Client client = new Client(cairn.awaitUrl());
        Client management = new Client(cairn.awaitManagementUrl())) {
      DAMAGES.keySet().forEach(shard -> assertQuarantined(client, shard));
      assertThat(client.get(entry("healthy", 7)).body()).isEqualTo(VALUE);
      assertThat(client.send("PUT", entry("healthy", 7), "1").statusCode()).isEqualTo(204);
      assertThat(client.send("PUT", entry("fresh", 1), "1").statusCode()).isEqualTo(201);
      String health = management.get("/q/health").body();
      String metrics = management.get("/q/metrics").body();
      assertThat(health).contains(DAMAGES.keySet());
      assertThat(metrics)
          .containsPattern("cairn_shards_quarantined\\S* " + DAMAGES.size() + "\\.0");
    }
  }

  private static void assertQuarantined(Client client, String shard) {
    HttpResponse<String> list =
        client.get("/v1/shards/" + shard + "/namespaces/default/entries?limit=1000");
    assertThat(list.statusCode()).as(shard + ": " + list.body()).isEqualTo(500);
    assertThat(list.body())
        .as(shard)
        .contains("\"shard-quarantined\"")
        .doesNotContain("/data/", ".sqlite");
    HttpResponse<String> write = client.send("PUT", entry(shard, 1), "2");
    assertThat(write.statusCode()).as(shard + ": " + write.body()).isEqualTo(500);
    HttpResponse<String> status = client.get("/v1/shards/" + shard);
    assertThat(status.statusCode()).as(shard).isEqualTo(200);
    assertThat(status.body())
        .as(shard)
        .contains("\"state\":\"quarantined\"")
        .containsPattern("\"reason\":\"[^\"]+\"");
  }

  private static void fill(Client client, String shard) {
    for (int i = 0; i < ENTRIES; i++) {
      assertThat(client.send("PUT", entry(shard, i), VALUE).statusCode()).isEqualTo(201);
    }
  }

  private static String entry(String shard, int i) {
    return "/v1/shards/" + shard + "/namespaces/default/entries/k" + i;
  }

  private static Path fileOf(Path data, String shard) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files
          .filter(file -> file.getFileName().toString().equals(shard + ".sqlite"))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Everything behind the pages that hold the schema and the small tables. */
  private static void overwritePages(Path file) throws IOException {
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] rubbish = new byte[4096];
      java.util.Arrays.fill(rubbish, (byte) 0xA5);
      for (long at = 10 * 4096; at < content.length(); at += 4096) {
        content.seek(at);
        content.write(rubbish);
      }
    }
  }

  private static void resize(Path file, long size) throws IOException {
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
      content.setLength(size);
    }
  }

  private static void replaceByDirectory(Path file) throws IOException {
    Files.delete(file);
    Files.createDirectory(file);
  }

  private static void execute(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
