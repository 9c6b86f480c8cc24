package dev.cairn.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
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
 * <p>One thread adds and finishes; chunks are sent on virtual threads of its own. The lock guards
 * all fields and is held across no I/O.
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

  private static final class Lane {
    List<Line> waiting = new ArrayList<>();
    long waitingBytes;
    long firstInFlight = -1;

    boolean isBusy() {
      return firstInFlight >= 0;
    }
  }

  private final FlowBounds bounds;
  private final long sentBelow;
  private final Sending sending;
  private final BeforeSending beforeSending;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private long bytes;
  private int inFlight;
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
   * Takes a line; sends what is full.
   *
   * @throws IOException what a sending or the notice before it threw; nothing more can be added
   */
  void add(Line line) throws IOException, InterruptedException {
    Lane lane = lane(line.shard());
    if (!lane.waiting.isEmpty()
        && (lane.waiting.size() >= bounds.chunkLines()
            || lane.waitingBytes + line.json().length > bounds.chunkBytes())) {
      sendFrom(line.shard());
    }
    lock.lockInterruptibly();
    try {
      Lane current = lanes.computeIfAbsent(line.shard(), name -> new Lane());
      current.waiting.add(line);
      current.waitingBytes += line.json().length;
      bytes += line.json().length;
    } finally {
      lock.unlock();
    }
    for (String shard = toRelieve(); shard != null; shard = toRelieve()) {
      sendFrom(shard);
    }
  }

  /** Sends all that waits and returns when every answer has come. */
  void finish() throws IOException, InterruptedException {
    for (String shard = anyWaiting(); shard != null; shard = anyWaiting()) {
      sendFrom(shard);
    }
    lock.lockInterruptibly();
    try {
      while (inFlight > 0 && failure == null) {
        changed.await();
      }
      throwFailure();
    } finally {
      lock.unlock();
    }
  }

  /** The number below which every one of the {@code read} items read so far is settled. */
  long settledBelow(long read) {
    lock.lock();
    try {
      long least = read;
      for (Lane lane : lanes.values()) {
        long first = lane.isBusy() ? lane.firstInFlight : lane.waiting.getFirst().number();
        least = Math.min(least, first);
      }
      return least;
    } finally {
      lock.unlock();
    }
  }

  private Lane lane(String shard) {
    lock.lock();
    try {
      return lanes.getOrDefault(shard, new Lane());
    } finally {
      lock.unlock();
    }
  }

  /** The idle shard with the most bytes waiting, null once the bound holds; waits for either. */
  private @Nullable String toRelieve() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (bytes > bounds.bufferedBytes()) {
        throwFailure();
        var largest =
            lanes.entrySet().stream()
                .filter(e -> !e.getValue().isBusy())
                .max(Comparator.comparingLong(e -> e.getValue().waitingBytes));
        if (largest.isPresent()) {
          return largest.get().getKey();
        }
        changed.await();
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** A shard with lines waiting, an idle one if there is one; null if nothing waits. */
  private @Nullable String anyWaiting() {
    lock.lock();
    try {
      String waiting = null;
      for (Map.Entry<String, Lane> entry : lanes.entrySet()) {
        Lane lane = entry.getValue();
        if (!lane.isBusy()) {
          return entry.getKey();
        }
        waiting = lane.waiting.isEmpty() ? waiting : entry.getKey();
      }
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the shard is idle and a place is free, and sends what it has waiting. */
  private void sendFrom(String shard) throws IOException, InterruptedException {
    Chunk chunk;
    lock.lockInterruptibly();
    try {
      Lane lane = lanes.get(shard);
      while (failure == null && lane != null && (lane.isBusy() || inFlight >= bounds.parallel())) {
        changed.await();
        lane = lanes.get(shard);
      }
      throwFailure();
      if (lane == null) {
        return;
      }
      long first = lane.waiting.getFirst().number();
      chunk = new Chunk(shard, lane.waiting, first < sentBelow);
      lane.firstInFlight = first;
      lane.waiting = new ArrayList<>();
      lane.waitingBytes = 0;
      inFlight++;
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
      Lane lane = lanes.get(chunk.shard());
      if (lane != null) {
        lane.firstInFlight = -1;
        if (lane.waiting.isEmpty()) {
          lanes.remove(chunk.shard());
        }
      }
      bytes -= chunk.bytes();
      inFlight--;
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
