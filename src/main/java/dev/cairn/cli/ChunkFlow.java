package dev.cairn.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Collects lines by shard and hands them out as chunks, several shards at a time but each shard's
 * chunks one after another, so that the order of the input holds within a shard. Memory is bounded:
 * {@link #add} waits while too much is on its way.
 *
 * <p>One thread adds, finishes and asks; it alone touches what waits. Chunks are sent on virtual
 * threads of its own. The lock guards what both sides touch and is held across no I/O.
 */
final class ChunkFlow implements AutoCloseable {

  /** Sends a chunk; throwing means that its fate is unknown and that nothing more can be sent. */
  @FunctionalInterface
  interface Sending {
    void send(Chunk chunk) throws IOException, InterruptedException;
  }

  /** Told on the adding thread before a chunk goes out. */
  @FunctionalInterface
  interface BeforeSending {
    void about(Chunk chunk) throws IOException;
  }

  private static final class Waiting {
    final List<Line> lines = new ArrayList<>();
    long bytes;

    void add(Line line) {
      lines.add(line);
      bytes += line.bytes();
    }

    long first() {
      return lines.getFirst().number();
    }
  }

  private final FlowBounds bounds;
  private final long sentBelow;
  private final Sending sending;
  private final BeforeSending beforeSending;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** By shard, the one whose first line is the oldest first. */
  private final LinkedHashMap<String, Waiting> waiting = new LinkedHashMap<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** The number of the first line on its way, by shard. */
  private final Map<String, Long> inFlight = new HashMap<>();

  /** Of all lines that wait or are on their way. */
  private long bytes;

  private @Nullable Throwable failure;

  /**
   * @param sentBelow items with a smaller number may have been sent by an earlier run
   */
  ChunkFlow(FlowBounds bounds, long sentBelow, Sending sending, BeforeSending beforeSending) {
    this.bounds = bounds;
    this.sentBelow = sentBelow;
    this.sending = sending;
    this.beforeSending = beforeSending;
  }

  /**
   * Takes a line; sends what is full, old or worth it.
   *
   * @throws IOException what a sending or the notice before it threw; nothing more can be added
   */
  void add(Line line) throws IOException, InterruptedException {
    Waiting before = waiting.get(line.shard());
    if (before != null
        && (before.lines.size() >= bounds.chunkLines()
            || before.bytes + line.bytes() > bounds.chunkBytes())) {
      send(line.shard());
    }
    waiting.computeIfAbsent(line.shard(), shard -> new Waiting()).add(line);
    lock.lockInterruptibly();
    try {
      bytes += line.bytes();
    } finally {
      lock.unlock();
    }
    for (String shard = toSend(line); shard != null; shard = toSend(line)) {
      send(shard);
    }
  }

  /** Sends all that waits and returns when every answer has come. */
  void finish() throws IOException, InterruptedException {
    while (!waiting.isEmpty()) {
      lock.lockInterruptibly();
      String shard;
      try {
        String idle = oldestIdle();
        shard = idle == null ? waiting.firstEntry().getKey() : idle;
      } finally {
        lock.unlock();
      }
      send(shard);
    }
    lock.lockInterruptibly();
    try {
      while (!inFlight.isEmpty() && failure == null) {
        changed.await();
      }
      throwFailure();
    } finally {
      lock.unlock();
    }
  }

  /** The number below which every one of the {@code read} items read so far is settled. */
  long settledBelow(long read) {
    long least = waiting.isEmpty() ? read : Math.min(read, waiting.firstEntry().getValue().first());
    lock.lock();
    try {
      for (long first : inFlight.values()) {
        least = Math.min(least, first);
      }
      return least;
    } finally {
      lock.unlock();
    }
  }

  /** The shard to send now, null if none must be; waits while too much is on its way. */
  private @Nullable String toSend(Line newest) throws IOException, InterruptedException {
    Map.Entry<String, Waiting> oldest = waiting.firstEntry();
    if (oldest != null && newest.number() - oldest.getValue().first() >= bounds.window()) {
      return oldest.getKey();
    }
    lock.lockInterruptibly();
    try {
      while (bytes > bounds.bufferedBytes()) {
        throwFailure();
        String idle = oldestIdle();
        if (idle != null) {
          return idle;
        }
        changed.await();
      }
      boolean worth =
          oldest != null
              && oldest.getValue().lines.size() >= bounds.eagerLines()
              && inFlight.size() < bounds.parallel()
              && !inFlight.containsKey(oldest.getKey());
      return worth ? oldest.getKey() : null;
    } finally {
      lock.unlock();
    }
  }

  /** Looks past the busy ones, of which there are few. */
  private @Nullable String oldestIdle() {
    for (String shard : waiting.keySet()) {
      if (!inFlight.containsKey(shard)) {
        return shard;
      }
    }
    return null;
  }

  /** Waits until the shard is idle and a place is free, and sends what it has waiting. */
  private void send(String shard) throws IOException, InterruptedException {
    Chunk chunk;
    lock.lockInterruptibly();
    try {
      while (failure == null
          && (inFlight.containsKey(shard) || inFlight.size() >= bounds.parallel())) {
        changed.await();
      }
      throwFailure();
      Waiting lane = waiting.remove(shard);
      if (lane == null) {
        return;
      }
      chunk = new Chunk(shard, lane.lines, lane.first() < sentBelow);
      inFlight.put(shard, lane.first());
    } finally {
      lock.unlock();
    }
    beforeSending.about(chunk);
    threads.execute(() -> carry(chunk));
  }

  private void carry(Chunk chunk) {
    try {
      sending.send(chunk);
      settled(chunk);
    } catch (IOException | RuntimeException | Error e) {
      failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed(e);
    }
  }

  private void settled(Chunk chunk) {
    lock.lock();
    try {
      inFlight.remove(chunk.shard());
      bytes -= chunk.bytes();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The chunk stays in flight: it is not settled. */
  private void failed(Throwable cause) {
    lock.lock();
    try {
      if (failure == null) {
        failure = cause;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void throwFailure() throws IOException {
    switch (failure) {
      case null -> {}
      case ServerGone gone -> throw gone;
      case Throwable other -> throw new IOException("Sending failed: " + other, other);
    }
  }

  /** Interrupts what is still on its way and waits for the threads to end. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
