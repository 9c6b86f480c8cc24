package dev.cairn.bench;

import java.io.IOException;
import java.util.Locale;
import java.util.StringJoiner;

/** Fills the shards of a server. */
final class Filling {

  private static final int BATCH = 500;

  /** Of one batch, at most. */
  private static final int BATCH_BYTES = 4 << 20;

  private Filling() {}

  /** Makes a shard and fills it with entries of 1 KB. */
  static void shard(Server cairn, String shard, String durability, int entries)
      throws IOException, InterruptedException {
    shard(cairn, shard, durability, entries, 1024);
  }

  /** Makes a shard and fills it with entries of so many bytes. */
  static void shard(Server cairn, String shard, String durability, int entries, int valueBytes)
      throws IOException, InterruptedException {
    int batch = Math.min(BATCH, BATCH_BYTES / valueBytes);
    String path = "/v1/shards/" + shard;
    cairn.require("PUT", path, "{\"durability\":\"" + durability + "\"}");
    for (int first = 0; first < entries; first += batch) {
      StringJoiner puts = new StringJoiner(",", "{\"atomic\":true,\"operations\":[", "]}");
      for (int entry = first; entry < Math.min(entries, first + batch); entry++) {
        puts.add(
            String.format(
                Locale.ROOT,
                "{\"op\":\"put\",\"key\":\"k%05d\",\"value\":%s}",
                entry,
                Values.filled(entry, entries, valueBytes)));
      }
      cairn.require("POST", path + "/namespaces/default/batch", puts.toString());
    }
    String counted = cairn.require("POST", path + "/namespaces/default/count", "{}");
    if (!counted.contains("\"count\":" + entries)) {
      throw new IllegalStateException(shard + " was not filled: " + counted);
    }
  }
}
