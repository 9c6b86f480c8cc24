package dev.cairn.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * Sends requests at a steady rate, whether or not those before were answered. A latency counts from
 * the moment at which its request was due, so a server that stalls is charged for all that it keeps
 * waiting. Used once.
 */
final class OpenLoop {

  /** So many requests can be under way; more are sent late, and their lateness counts. */
  private static final int CONNECTIONS = 16;

  private final int port;
  private final BooleanSupplier goesOn;
  private final long nanosApart;
  private final double[] millis;
  private final IntFunction<byte[]> requests;
  private final AtomicInteger next = new AtomicInteger();

  private OpenLoop(
      int port, int perSecond, int seconds, IntFunction<byte[]> requests, BooleanSupplier goesOn) {
    this.port = port;
    this.goesOn = goesOn;
    this.nanosApart = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.millis = new double[perSecond * seconds];
    Arrays.fill(millis, Double.NaN);
    this.requests = requests;
  }

  /**
   * Sends requests, each of which must succeed.
   *
   * @param requests by their numbers, from 0
   * @return the latency of each in milliseconds, by its number
   */
  static double[] run(int port, int perSecond, int seconds, IntFunction<byte[]> requests)
      throws InterruptedException {
    return run(port, perSecond, seconds, requests, () -> true);
  }

  /**
   * As {@link #run(int, int, int, IntFunction)}, but sends no more once something has ended.
   *
   * @param goesOn asked before each request, by any thread
   * @return also with {@link Double#NaN} for each request that was not sent any more
   */
  static double[] run(
      int port, int perSecond, int seconds, IntFunction<byte[]> requests, BooleanSupplier goesOn)
      throws InterruptedException {
    OpenLoop loop = new OpenLoop(port, perSecond, seconds, requests, goesOn);
    long begun = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
    try (ExecutorService senders = Executors.newFixedThreadPool(CONNECTIONS)) {
      List<Future<?>> sending = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        sending.add(
            senders.submit(
                () -> {
                  loop.sendAll(begun);
                  return null;
                }));
      }
      for (Future<?> each : sending) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a request of the steady load failed", e);
    }
    return loop.millis;
  }

  private void sendAll(long begun) throws IOException {
    try (ClientConnection connection = new ClientConnection(port)) {
      for (int i = next.getAndIncrement(); i < millis.length; i = next.getAndIncrement()) {
        byte[] request = requests.apply(i);
        long due = begun + i * nanosApart;
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
        if (!goesOn.getAsBoolean()) {
          return;
        }
        connection.time(request);
        millis[i] = (System.nanoTime() - due) / 1e6;
      }
    }
  }
}
