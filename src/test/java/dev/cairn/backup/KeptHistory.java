package dev.cairn.backup;

import dev.cairn.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Half a day of four shards and of the keeping of their backups, with a round every ten minutes:
 * {@code a} begins six epochs, {@code b} is deleted, {@code c} is deleted and made again, and
 * {@code d} never begins a second epoch. What is copied arrives whether or not the keeper's store
 * is away. One thread.
 */
final class KeptHistory {

  static final Keeping KEEPING =
      new Keeping(Duration.ofHours(1), Duration.ofHours(6), Duration.ofHours(6));

  static final long BEGIN = 1_790_000_000_000L;

  /** When {@code b} and {@code c} are deleted. */
  static final long DELETED = BEGIN + TimeUnit.HOURS.toMillis(1);

  private static final long ROUND = TimeUnit.MINUTES.toMillis(10);
  private static final int ROUNDS = 90;
  private static final int SECOND = 1_000;
  private static final int[][] SECONDS = {{70, 80, 90}, {130, 140}, {250}};

  /**
   * A transaction.
   *
   * @param minute the first one that was committed in its minute
   * @param last whether it is the last of its minute
   */
  record Written(EpochName epoch, long transaction, long millis, long minute, boolean last) {}

  /** What happens beside the keeping, by its time. */
  private final Map<Long, List<Runnable>> events = new TreeMap<>();

  private final Map<String, List<Written>> written = new TreeMap<>();
  private final RecordedStore kept = new RecordedStore();
  private final FailingStore store = new FailingStore(kept, time -> {});
  private final Path notes;
  private Keeper keeper;
  private long now = BEGIN;

  /** Nothing has happened yet. */
  KeptHistory(Path notes) throws IOException {
    this.notes = notes;
    this.keeper = started();
    for (int i = 0; i < 6; i++) {
      epoch("a", i + 1, i * 90L);
    }
    epoch("b", 1, 0);
    epoch("b", 2, 30);
    epoch("c", 1, 5);
    epoch("c", 2, 35);
    for (String shard : List.of("b", "c")) {
      copy(shard, 40);
      at(60, () -> keeper.deleted(shard));
    }
    epoch("c", 3, 70);
    copy("c", 80);
    epoch("c", 4, 240);
    epoch("d", 1, 0);
  }

  private Keeper started() throws IOException {
    return new Keeper(store, new DueNotes(notes), KEEPING, new SettableClock(() -> now));
  }

  private void at(long minute, Runnable event) {
    events
        .computeIfAbsent(
            BEGIN + TimeUnit.MINUTES.toMillis(minute), time -> new ArrayList<Runnable>())
        .add(event);
  }

  private void copy(String shard, long minute) {
    CopyName copy = new CopyName(BEGIN + TimeUnit.MINUTES.toMillis(minute), 1);
    at(minute, () -> kept.addCopy(shard, copy));
  }

  /** Three minutes of transactions, the last one of which is not compacted in every other epoch. */
  private void epoch(String shard, long number, long minute) {
    long began = BEGIN + TimeUnit.MINUTES.toMillis(minute);
    EpochName epoch = new EpochName(number, began);
    if (number > 1) {
      at(minute, () -> keeper.superseded(shard));
    }
    long transaction = 1;
    for (int i = 0; i < SECONDS.length; i++) {
      long first = transaction;
      for (int second : SECONDS[i]) {
        boolean last = second == SECONDS[i][SECONDS[i].length - 1];
        long millis = began + (long) second * SECOND;
        Written each = new Written(epoch, transaction++, millis, first, last);
        at(minute, () -> add(shard, each));
      }
      long end = transaction - 1;
      long millis = began + (long) SECONDS[i][0] * SECOND;
      if (i < 2 || number % 2 == 0) {
        at(minute, () -> kept.add(shard, epoch, 1, first, end, millis));
      }
    }
  }

  private void add(String shard, Written each) {
    kept.add(shard, each.epoch(), each.transaction(), each.millis());
    written.computeIfAbsent(shard, any -> new ArrayList<>()).add(each);
  }

  FailingStore store() {
    return store;
  }

  long now() {
    return now;
  }

  /** What was written of each shard up to now, whether or not it is still there. */
  Map<String, List<Written>> written() {
    return written;
  }

  /** The points that are there, whether or not the keeper's store is away. */
  Points points() {
    return new Points(kept);
  }

  /** The service ends and starts again. */
  void restart() throws IOException {
    keeper = started();
  }

  boolean isOver() {
    return now >= BEGIN + ROUNDS * ROUND;
  }

  /** Ten minutes pass. */
  void round() {
    for (long end = now + ROUND; now < end; now += TimeUnit.MINUTES.toMillis(1)) {
      events.getOrDefault(now, List.of()).forEach(Runnable::run);
    }
    keeper.round();
  }

  /** Everything that lies in the store. */
  Set<String> content() throws IOException {
    Set<String> content = new TreeSet<>();
    for (String shard : List.of("a", "b", "c", "d")) {
      for (EpochName epoch : kept.epochs(shard)) {
        for (int level = 0; level < 2; level++) {
          for (ReplicaStore.TransactionFile file :
              kept.files(new ReplicaPlace(shard, epoch), level)) {
            content.add(shard + "/" + epoch + "/" + level + "/" + file.first() + "-" + file.last());
          }
        }
      }
    }
    kept.list(CopyStore.COPIES).forEach(object -> content.add(object.path()));
    return content;
  }
}
