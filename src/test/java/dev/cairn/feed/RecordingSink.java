package dev.cairn.feed;

import dev.cairn.CairnException;
import dev.cairn.ShardId;
import dev.cairn.storage.Change;
import dev.cairn.storage.ChangePage;
import dev.cairn.storage.ChangePosition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps what it is told. Any thread may look. */
final class RecordingSink implements MergedSink {

  /** By shard, each change as {@code 12.1 key}, in the order of their telling. */
  final Map<String, List<String>> changes = new ConcurrentHashMap<>();

  final Map<String, ChangePosition> places = new ConcurrentHashMap<>();
  final List<String> problems = new CopyOnWriteArrayList<>();
  final AtomicInteger told = new AtomicInteger();
  final AtomicInteger idle = new AtomicInteger();
  volatile @Nullable Throwable failed;
  volatile IntSupplier room = () -> 100;
  @Nullable MergedFeed feed;

  @Override
  public int room() {
    return room.getAsInt();
  }

  @Override
  public void free(int back) {}

  @Override
  public void take(ShardId shard, ChangePage page, int had) {
    places.put(shard.value(), page.reached());
    for (Change change : page.changes()) {
      changes
          .computeIfAbsent(shard.value(), _ -> new CopyOnWriteArrayList<>())
          .add(change.revision() + " " + change.key());
    }
    told.addAndGet(page.changes().size());
  }

  @Override
  public void problem(ShardId shard, CairnException reason) {
    problems.add(shard + " " + reason.code().word());
  }

  @Override
  public void idle() {
    idle.incrementAndGet();
  }

  @Override
  public void fail(Throwable reason) {
    failed = reason;
  }
}
