package dev.cairn.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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
  private @Nullable String cursor;
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
            + (cursor == null ? "" : "&cursor=" + ServerClient.encoded(cursor));
    ServerClient.Answer<byte[]> answer = client.get(path);
    if (answer.status() != 200) {
      throw new ItemFault(Problem.describe(answer.status(), answer.body()));
    }
    String next = Problem.text(answer.body(), "nextCursor");
    cursor = next;
    done = next.isEmpty();
    return ids(answer.body());
  }

  private static List<String> ids(byte[] json) throws IOException {
    List<String> ids = new ArrayList<>();
    try (JsonParser parser = CliJson.FACTORY.createParser(json)) {
      parser.nextToken();
      if (!FieldPath.enterMember(parser, "items")) {
        throw new IOException("the server's list of shards has no items");
      }
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean id = parser.currentName().equals("shard");
          parser.nextToken();
          if (id) {
            ids.add(parser.getText());
          }
          parser.skipChildren();
        }
      }
    }
    return ids;
  }
}
