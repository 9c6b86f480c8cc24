package dev.cairn.bench;

import java.io.IOException;
import java.util.Locale;
import java.util.StringJoiner;

/** Fills the shards of a server. */
final class Filling {

  private static final int BATCH = 500;
  private static final int VALUE_BYTES = 1024;

  private Filling() {}

  /** Makes a shard and fills it with entries of 1 KB. */
  static void shard(Server cairn, String shard, String durability, int entries)
      throws IOException, InterruptedException {
    String path = "/v1/shards/" + shard;
    cairn.require("PUT", path, "{\"durability\":\"" + durability + "\"}");
    for (int first = 0; first < entries; first += BATCH) {
      StringJoiner puts = new StringJoiner(",", "{\"atomic\":true,\"operations\":[", "]}");
      for (int entry = first; entry < first + BATCH; entry++) {
        puts.add(
            String.format(
                Locale.ROOT,
                "{\"op\":\"put\",\"key\":\"k%05d\",\"value\":%s}",
                entry,
                Values.filled(entry, entries, VALUE_BYTES)));
      }
      cairn.require("POST", path + "/namespaces/default/batch", puts.toString());
    }
    String counted = cairn.require("POST", path + "/namespaces/default/count", "{}");
    if (!counted.contains("\"count\":" + entries)) {
      throw new IllegalStateException(shard + " was not filled: " + counted);
    }
  }
}
