package dev.cairn.process;

import dev.cairn.ShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What was written to shards, in the order of their revisions, and when. One thread. */
final class WrittenShards {

  /**
   * A write that was kept.
   *
   * @param revision that it took
   * @param key the number of its key
   * @param sent when it was sent, in milliseconds since 1970 UTC
   * @param answered when it was answered
   * @param confirmed whether the answer said that it is in the replica
   */
  record Write(long revision, int key, String value, long sent, long answered, boolean confirmed) {}

  /** Revisions of a history; a shard that is made again after a deletion begins another. */
  private static final long HISTORY = 1_000_000_000L;

  private final Map<ShardId, List<Write>> shards = new TreeMap<>();

  void add(ShardId id, Write write) {
    shards.computeIfAbsent(id, any -> new ArrayList<>()).add(write);
  }

  Set<ShardId> ids() {
    return shards.keySet();
  }

  /** One that was answered after a time; null if none was. */
  @Nullable Write any(ShardId id, long since, Random random) {
    List<Write> writes =
        shards.getOrDefault(id, List.of()).stream()
            .filter(write -> write.answered() > since)
            .toList();
    return writes.isEmpty() ? null : writes.get(random.nextInt(writes.size()));
  }

  /** The newest revision that was confirmed before a time; 0 if none was. */
  long confirmedBefore(ShardId id, long time) {
    return newest(id, write -> write.confirmed() && write.answered() < time);
  }

  /** The newest revision that was answered before a time. */
  long answeredBefore(ShardId id, long time) {
    return newest(id, write -> write.answered() < time);
  }

  /** The newest revision that was sent before a time. */
  long sentBefore(ShardId id, long time) {
    return newest(id, write -> write.sent() < time);
  }

  /** When the first write after a revision was answered; far in the future if there is none. */
  long firstAfter(ShardId id, long revision) {
    return shards.getOrDefault(id, List.of()).stream()
        .filter(write -> write.revision() > revision)
        .mapToLong(Write::answered)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  long last(ShardId id) {
    return newest(id, write -> true);
  }

  private long newest(ShardId id, Predicate<Write> which) {
    return shards.getOrDefault(id, List.of()).stream()
        .filter(which)
        .mapToLong(Write::revision)
        .max()
        .orElse(0);
  }

  /** The values of the keys {@code k0}, {@code k1}… as of a revision, in its history. */
  Map<String, String> contentAt(ShardId id, long revision) {
    Map<String, String> content = new TreeMap<>();
    for (Write write : shards.getOrDefault(id, List.of())) {
      if (write.revision() <= revision && write.revision() / HISTORY == revision / HISTORY) {
        content.put("k" + write.key(), write.value());
      }
    }
    return content;
  }
}
