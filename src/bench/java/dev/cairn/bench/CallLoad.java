package dev.cairn.bench;

import dev.cairn.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Threads that get and put entries of 1 KB in order, one call after the other, while the file's log
 * is watched. Used once.
 */
final class CallLoad {

  private static final int BYTES = 1024;
  private static final double MIB = 1 << 20;

  private final Calls calls;
  private final int entries;
  private final List<Key> keys;
  private final long end;
  private final LongAdder done = new LongAdder();
  private final LongAdder busy = new LongAdder();
  private final AtomicLong largestLog = new AtomicLong();

  private CallLoad(Calls calls, int entries, int seconds) {
    this.calls = calls;
    this.entries = entries;
    this.keys = new ArrayList<>(entries);
    for (int entry = 0; entry < entries; entry++) {
      keys.add(FilledShard.key(entry));
    }
    this.end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  /**
   * What is done.
   *
   * @param threads that do it at a time
   * @param putsOfTen so many of ten calls are puts
   */
  record Shape(String title, int threads, int putsOfTen) {}

  /**
   * What was done.
   *
   * @param mibPerSecond counts the bytes of the values alone
   * @param busy calls that the file was busy for
   * @param largestLogMib the most that the write-ahead log was seen to have
   */
  record Pace(double perSecond, double mibPerSecond, double busy, double largestLogMib) {}

  /**
   * Calls for so long.
   *
   * @throws IllegalStateException if a call fails or a value has not its size
   */
  static Pace run(Calls calls, int entries, Shape shape, int seconds) throws InterruptedException {
    CallLoad load = new CallLoad(calls, entries, seconds);
    long begun = System.nanoTime();
    List<Future<?>> running = new ArrayList<>();
    try (ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
        ExecutorService threads = Executors.newFixedThreadPool(shape.threads())) {
      var unused = watch.scheduleWithFixedDelay(load::watchLog, 0, 2, TimeUnit.MILLISECONDS);
      for (int thread = 0; thread < shape.threads(); thread++) {
        int first = thread * (entries / shape.threads());
        running.add(threads.submit(() -> load.call(first, shape.putsOfTen())));
      }
      for (Future<?> each : running) {
        each.get();
      }
      watch.shutdownNow();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a call failed", e);
    }
    double perSecond = load.done.sum() * 1e9 / (System.nanoTime() - begun);
    return new Pace(
        perSecond, perSecond * BYTES / MIB, load.busy.sum(), load.largestLog.get() / MIB);
  }

  private void watchLog() {
    largestLog.accumulateAndGet(calls.log().toFile().length(), Math::max);
  }

  private void call(int first, int putsOfTen) {
    Values values = new Values(BYTES, System.nanoTime());
    for (int i = 0; System.nanoTime() - end < 0; i++) {
      Key key = keys.get((first + i) % entries);
      if (i % 10 >= putsOfTen) {
        requireWhole(key, calls.get(key));
        done.increment();
      } else if (calls.put(key, values.next())) {
        done.increment();
      } else {
        busy.increment();
      }
    }
  }

  private static void requireWhole(Key key, int bytes) {
    if (bytes != BYTES) {
      throw new IllegalStateException(key + " has " + bytes + " bytes");
    }
  }
}
