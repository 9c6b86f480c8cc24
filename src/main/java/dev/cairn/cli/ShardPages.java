package dev.cairn.cli;

import dev.cairn.json.JsonView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ids of a server's shards, page by page. One thread. */
final class ShardPages {

  /** Shards of a page. */
  static final int PAGE = 1_000;

  private final ServerClient client;
  private final String prefix;
  private String cursor = "";
  private boolean done;

  ShardPages(ServerClient client, String prefix) {
    this.client = client;
    this.prefix = prefix;
  }

  /** The next ids, or null behind the last page. */
  @Nullable List<String> next() throws ItemFault, IOException, InterruptedException {
    if (done) {
      return null;
    }
    String path =
        "/v1/shards?limit="
            + PAGE
            + (prefix.isEmpty() ? "" : "&prefix=" + ServerClient.encoded(prefix))
            + (cursor.isEmpty() ? "" : "&cursor=" + ServerClient.encoded(cursor));
    ServerClient.Answer<byte[]> answer = client.get(path);
    if (answer.status() != 200) {
      throw new ItemFault(Problem.describe(answer.status(), answer.body()));
    }
    JsonView page = CliJson.view(answer.body());
    cursor = CliJson.string(page, "nextCursor");
    done = cursor.isEmpty();
    return ids(page);
  }

  private static List<String> ids(JsonView page) throws IOException {
    JsonView items = CliJson.member(page, "items");
    if (items == null) {
      throw new IOException("the server's list of shards has no items");
    }
    List<String> ids = new ArrayList<>();
    for (JsonView item = items.first(); item != null; item = item.next()) {
      ids.add(CliJson.string(item, "shard"));
    }
    return ids;
  }
}
