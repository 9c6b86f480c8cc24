package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The data directory lies on a file system of 16 MiB that is filled up; with space again the
 * service goes on by itself.
 */
class FullDiskIT {

  private static final int MAX_WRITES = 2000;
  private static final String BALLAST = "ballast";

  @Test
  void aFullDiskIsToldAndGotOver(@TempDir Path directory) throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    try (CairnProcess cairn = CairnProcess.serve(onSmallDisk(disk), disk.resolve("data"));
        Client client = new Client(cairn.awaitUrl())) {
      int written = 0;
      HttpResponse<String> answer = put(client, written);
      while (answer.statusCode() == 201 && written < MAX_WRITES) {
        written++;
        answer = put(client, written);
      }
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(507);
      assertThat(answer.body()).contains("\"storage-full\"");
      assertThat(client.send("PUT", entry("another", 1), value(1)).statusCode()).isEqualTo(507);
      assertThat(client.get("/v1/shards/another").statusCode()).isEqualTo(404);
      assertEntries(client, written);

      Files.delete(cairn.seenBy(disk.resolve(BALLAST)));
      assertThat(put(client, written).statusCode()).isEqualTo(201);
      assertThat(client.send("PUT", entry("another", 1), value(1)).statusCode()).isEqualTo(201);
      assertEntries(client, written + 1);
      assertThat(client.get("/v1/shards/full").body()).contains("\"state\":\"serving\"");
    }
  }

  @Test
  void aFullShardIsToldAndGotOverByDeleting(@TempDir Path directory) throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.writeString(data.resolve("cairn.properties"), "cairn.limits.shard-bytes=1048576\n");
    try (CairnProcess cairn = CairnProcess.serve(data);
        Client client = new Client(cairn.awaitUrl())) {
      int written = 0;
      HttpResponse<String> answer = put(client, written);
      while (answer.statusCode() == 201 && written < MAX_WRITES) {
        written++;
        answer = put(client, written);
      }
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(507);
      assertThat(answer.body()).contains("\"shard-full\"", "1048576 bytes");
      assertThat(client.send("PUT", entry("another", 1), value(1)).statusCode()).isEqualTo(201);
      assertEntries(client, written);

      assertThat(client.send("DELETE", entry("full", 0), "").statusCode()).isEqualTo(204);
      assertThat(put(client, written).statusCode()).isEqualTo(201);
      assertThat(client.get("/v1/shards/full").body()).contains("\"state\":\"serving\"");
    }
  }

  private static void assertEntries(Client client, int count) {
    HttpResponse<String> counted =
        client.send("POST", "/v1/shards/full/namespaces/default/count", "{}");
    assertThat(counted.body()).isEqualTo("{\"count\":" + count + "}");
    assertThat(client.get(entry("full", count - 1)).body()).isEqualTo(value(count - 1));
  }

  private static HttpResponse<String> put(Client client, int i) {
    return client.send("PUT", entry("full", i), value(i));
  }

  private static String entry(String shard, int i) {
    return "/v1/shards/" + shard + "/namespaces/default/entries/k" + i;
  }

  private static String value(int i) {
    return "\"" + i + "v".repeat(16_000) + "\"";
  }

  /**
   * A command that mounts a small file system for itself and the command behind it, with some of it
   * taken by ballast.
   */
  private static List<String> onSmallDisk(Path disk) {
    String script =
        "mount -t tmpfs -o size=16m tmpfs \"$0\" && head -c 6000000 /dev/zero > \"$0/"
            + BALLAST
            + "\" && exec \"$@\"";
    String unshare = "root".equals(System.getProperty("user.name")) ? "-m" : "-rm";
    return List.of("unshare", unshare, "sh", "-c", script, disk.toString());
  }
}
