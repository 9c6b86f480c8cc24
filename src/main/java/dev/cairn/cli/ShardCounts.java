package dev.cairn.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;

/** Counts items by shard, for a run that sends nothing. One thread. */
final class ShardCounts {

  /** Most shards that are counted by name; the rest are counted together. */
  static final int MAX_NAMED = 100_000;

  private final Map<String, Long> byShard = new TreeMap<>();
  private long others;

  void count(Line line) {
    if (byShard.size() < MAX_NAMED || byShard.containsKey(line.shard())) {
      byShard.merge(line.shard(), 1L, Long::sum);
    } else {
      others++;
    }
  }

  void print(PrintWriter out) {
    byShard.forEach((shard, count) -> out.println(count + "\t" + shard));
    if (others > 0) {
      out.println(others + "\t(further shards)");
    }
    out.println(
        byShard.values().stream().mapToLong(Long::longValue).sum()
            + others
            + " items in "
            + byShard.size()
            + (others > 0 ? "+" : "")
            + " shards; nothing was sent");
  }
}
