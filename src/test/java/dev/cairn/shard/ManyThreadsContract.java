package dev.cairn.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.Outcome;
import dev.cairn.ShardId;
import dev.cairn.shard.ModelledWrites.Answered;
import dev.cairn.shard.ModelledWrites.Wish;
import dev.cairn.storage.FaultPlan.Call;
import dev.cairn.storage.Parts;
import dev.cairn.storage.ShardModel;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Random units from many threads to a few shards, more than may be open at a time, through the real
 * registry and the real writers, with faults now and then: each shard holds what the model says.
 */
abstract class ManyThreadsContract extends RegistryContract {

  private static final int THREADS = 6;
  private static final int TURNS = 120;
  private static final List<ShardId> SHARDS = List.of(A, B, C);

  private final long seed = Long.getLong("cairn.seed", System.nanoTime());
  private final List<Played> played = SHARDS.stream().map(Played::new).toList();

  /** What is known of a shard while it is written to. */
  private static final class Played {

    private final ShardId id;
    private final ConcurrentLinkedQueue<Answered> answers = new ConcurrentLinkedQueue<>();

    /** The highest revision that someone has been told of. */
    private final AtomicLong committed = new AtomicLong();

    Played(ShardId id) {
      this.id = id;
    }
  }

  ManyThreadsContract(Function<Path, Backing> start) {
    super(start);
  }

  @Test
  void everyShardHoldsWhatTheModelSaysAfterManyThreadsWroteToIt() throws Exception {
    restart(settings(2));
    SHARDS.forEach(id -> registry.put(id, SettingsChange.NONE));
    try {
      List<Callable<Void>> players = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(seed + i);
        boolean waiting = i % 2 == 0;
        players.add(() -> play(random, waiting));
      }
      for (Future<Void> player : requests.invokeAll(players)) {
        player.get();
      }
      compareAll();
      restart();
      compareAll();
    } catch (Exception | AssertionError e) {
      throw new AssertionError("With -Dcairn.seed=" + seed + ": " + e, e);
    }
  }

  private Void play(Random random, boolean waiting) {
    for (int turn = 0; turn < TURNS; turn++) {
      Played shard = played.get(random.nextInt(played.size()));
      if (random.nextInt(25) == 0) {
        plan.failNth(
            random.nextBoolean() ? Call.CHANGE : Call.COMMIT,
            1 + random.nextInt(5),
            StorageFault.of(ErrorCode.STORAGE_FULL, "The disk is full (of a test).", null));
      }
      if (random.nextInt(10) == 0) {
        registry.figures();
      }
      long from = shard.committed.get();
      Wish wish = ModelledWrites.wish(random, from);
      Outcome<UnitResult> outcome =
          waiting
              ? registry.writeAndWait(shard.id, wish.unit())
              : registry.write(shard.id, wish.unit()).join();
      note(shard, wish, outcome, from);
    }
    return null;
  }

  private void note(Played shard, Wish wish, Outcome<UnitResult> outcome, long from) {
    if (outcome instanceof Outcome.Refused<UnitResult>(CairnException reason)
        && (reason.code().isPassing() || reason.code() == ErrorCode.STORAGE_FULL)) {
      return;
    }
    if (outcome instanceof Outcome.Committed<UnitResult>(UnitResult result)) {
      shard.committed.accumulateAndGet(result.revision(), Math::max);
    }
    // What was committed by now is at most what the shard says now.
    long to = registry.read(shard.id, (_, revision) -> revision);
    shard.answers.add(new Answered(wish, outcome, from, to));
  }

  private void compareAll() {
    for (Played shard : played) {
      compare(shard.id, ModelledWrites.judge(List.copyOf(shard.answers)));
    }
  }

  private void compare(ShardId id, ShardModel model) {
    registry.read(
        id,
        (reader, revision) -> {
          assertThat(revision).isEqualTo(model.revision());
          assertThat(reader.totals().entries()).isEqualTo(model.keys().size());
          for (String key : model.keys()) {
            Entry entry =
                Objects.requireNonNull(
                    reader.get(Namespace.DEFAULT, Key.of(key), Parts.BOTH), "entry " + key);
            ShardModel.Row row = Objects.requireNonNull(model.row(key));
            assertThat(entry.version()).as(key).isEqualTo(row.version());
            assertThat(String.valueOf(entry.value())).as(key).isEqualTo(row.value());
          }
          return true;
        });
  }
}
