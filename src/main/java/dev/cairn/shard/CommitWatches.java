package dev.cairn.shard;

import dev.cairn.ShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Who wants to know when something was committed to a shard, or one was made. Costs a look into a
 * map for each commit. Any thread, without locks of its own.
 */
final class CommitWatches implements Commits {

  private final ShardStates states;
  private final Heads heads;

  /** Lists are replaced, never changed. */
  private final ConcurrentHashMap<ShardId, List<Watch>> watches = new ConcurrentHashMap<>();

  private final List<Making> makings = new CopyOnWriteArrayList<>();

  CommitWatches(ShardStates states, Heads heads) {
    this.states = states;
    this.heads = heads;
  }

  @Override
  public CommitWatch watch(ShardId id, Runnable onCommit) {
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

  @Override
  public CommitWatch watchMaking(String prefix, Consumer<ShardId> onMaking) {
    Making making = new Making(prefix, onMaking);
    makings.add(making);
    return making;
  }

  /** A shard was made. */
  void made(ShardId id) {
    for (Making making : makings) {
      if (id.value().startsWith(making.prefix)) {
        making.onMaking.accept(id);
      }
    }
  }

  /** A shard was deleted or given another file. */
  void changed(ShardId id) {
    heads.forget(id);
    tell(id);
  }

  @Override
  public long head(ShardId id) {
    return switch (states.of(id)) {
      case ShardState.Serving(OpenShard shard) -> shard.store().revision();
      case ShardState.Closed _, ShardState.Opening _ -> heads.of(id);
      case ShardState.Draining _, ShardState.Quarantined _ -> UNKNOWN;
    };
  }

  /** How many watch. */
  int size() {
    return watches.values().stream().mapToInt(List::size).sum();
  }

  /** One who watches what is made. */
  private final class Making implements CommitWatch {

    private final String prefix;
    private final Consumer<ShardId> onMaking;

    Making(String prefix, Consumer<ShardId> onMaking) {
      this.prefix = prefix;
      this.onMaking = onMaking;
    }

    @Override
    public void close() {
      makings.remove(this);
    }
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
