package dev.cairn.shard;

import dev.cairn.ShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who wants to know when something was committed to a shard. Costs a look into a map for each
 * commit. Any thread, without locks of its own.
 */
final class CommitWatches {

  /** Lists are replaced, never changed. */
  private final ConcurrentHashMap<ShardId, List<Watch>> watches = new ConcurrentHashMap<>();

  /** See {@link Shards#watch}. */
  CommitWatch add(ShardId id, Runnable onCommit) {
    Watch watch = new Watch(id, onCommit);
    watches.merge(
        id,
        List.of(watch),
        (old, added) -> {
          List<Watch> all = new ArrayList<>(old);
          all.addAll(added);
          return List.copyOf(all);
        });
    return watch;
  }

  /** Something was committed, or the shard is another one or none from now on. */
  void tell(ShardId id) {
    List<Watch> all = watches.get(id);
    if (all != null) {
      all.forEach(watch -> watch.onCommit.run());
    }
  }

  /** How many watch. */
  int size() {
    return watches.values().stream().mapToInt(List::size).sum();
  }

  /** One who watches; the same one only once. */
  private final class Watch implements CommitWatch {

    private final ShardId id;
    private final Runnable onCommit;

    Watch(ShardId id, Runnable onCommit) {
      this.id = id;
      this.onCommit = onCommit;
    }

    @Override
    public void close() {
      watches.computeIfPresent(
          id,
          (_, all) -> {
            List<Watch> left = all.stream().filter(watch -> watch != this).toList();
            return left.isEmpty() ? null : left;
          });
    }
  }
}
