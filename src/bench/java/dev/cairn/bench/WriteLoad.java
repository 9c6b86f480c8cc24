package dev.cairn.bench;

import dev.cairn.Outcome;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import dev.cairn.write.ShardWriter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Clients that write, each to a shard at random, and write again as soon as they are answered; they
 * go about it as event loops do, on a few threads and without waiting. Used once.
 */
final class WriteLoad {

  private final List<ShardWriter> writers;
  private final int entries;
  private final Executor callers;
  private final long begun = System.nanoTime();
  private final long end;
  private final LongAdder committed = new LongAdder();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final CountDownLatch running;

  private WriteLoad(
      List<ShardWriter> writers, int entries, int clients, int seconds, Executor callers) {
    this.writers = writers;
    this.entries = entries;
    this.callers = callers;
    this.end = begun + TimeUnit.SECONDS.toNanos(seconds);
    this.running = new CountDownLatch(clients);
  }

  /**
   * Writes for so long, and returns when the writers are idle, housekeeping included: another
   * writer may use their stores then.
   *
   * @param writers of the shards to spread the writes over
   * @param entries how many each shard has; they are overwritten
   * @return writes committed in a second
   */
  static double run(
      List<ShardWriter> writers, int entries, int clients, int seconds, Executor callers)
      throws InterruptedException {
    WriteLoad load = new WriteLoad(writers, entries, clients, seconds, callers);
    for (int client = 0; client < clients; client++) {
      Values values = new Values(1024, System.nanoTime());
      callers.execute(() -> load.next(values));
    }
    load.running.await();
    double elapsed = (System.nanoTime() - load.begun) / 1e9;
    writers.forEach(writer -> writer.exclusively(() -> {}));
    Throwable failure = load.failure.get();
    if (failure != null) {
      throw new IllegalStateException("a write failed", failure);
    }
    return load.committed.sum() / elapsed;
  }

  private void next(Values values) {
    if (System.nanoTime() - end >= 0 || failure.get() != null) {
      running.countDown();
      return;
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    WriteUnit unit =
        new WriteUnit.Single(
            FilledShard.put(FilledShard.key(random.nextInt(entries)), values.next()));
    CompletableFuture<Outcome<UnitResult>> outcome =
        writers.get(random.nextInt(writers.size())).submit(unit);
    var unused = outcome.thenAcceptAsync(result -> answered(values, result), callers);
  }

  private void answered(Values values, Outcome<UnitResult> result) {
    try {
      FilledShard.requireWritten(result, 1);
      committed.increment();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
    next(values);
  }
}
