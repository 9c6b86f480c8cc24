package dev.cairn.litestream;

import dev.cairn.Ticker;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A process that is kept running: started, watched, started again after an ever longer wait when it
 * ends or hangs, stopped at the end. One thread of its own does all of that, for the process ends
 * with the thread that started it; the methods take any thread.
 */
final class Child {

  /** Between two looks whether a started process takes calls; that takes it some 50 ms. */
  private static final Duration POLL = Duration.ofMillis(20);

  /** What is said until it is known why. */
  private static final String ENDED = "Litestream has ended";

  private final int number;
  private final Launcher launcher;
  private final ChildLog childLog;
  private final System.Logger log;
  private final Timing timing;
  private final Ticker ticker;
  private final BackOff backOff;

  private final CompletableFuture<Boolean> closing = new CompletableFuture<>();

  /** Open until the first start has succeeded or failed. */
  private final CountDownLatch tried = new CountDownLatch(1);

  private final Thread supervisor;

  /** Written by the supervisor, read by any thread. */
  private volatile State state = new State(null, "Litestream has not been started yet");

  private final AtomicInteger starts = new AtomicInteger();

  /**
   * What there is of a process.
   *
   * @param run the one that takes calls, or null while none does
   * @param trouble why none does; empty while one does; fit for users
   */
  record State(@Nullable Run run, String trouble) {}

  /** A process that is not started yet. */
  Child(
      int number,
      Launcher launcher,
      ChildLog childLog,
      System.Logger log,
      Timing timing,
      Ticker ticker,
      RandomGenerator random) {
    this.number = number;
    this.launcher = launcher;
    this.childLog = childLog;
    this.log = log;
    this.timing = timing;
    this.ticker = ticker;
    this.backOff = new BackOff(timing.firstWait(), timing.longestWait(), random);
    this.supervisor =
        Thread.ofPlatform().daemon().name("cairn-litestream-" + number).unstarted(this::supervise);
  }

  /** Begins to keep it running. To be called once. */
  void start() {
    supervisor.start();
  }

  /** Waits until the first start has succeeded or failed, for a limited time. */
  void awaitFirstStart() throws InterruptedException {
    if (!tried.await(timing.start().toNanos(), TimeUnit.NANOSECONDS)) {
      log.log(Level.WARNING, "Litestream is still being started");
    }
  }

  /** What there is of the process now. */
  State state() {
    return state;
  }

  /** How often it has come to take calls. */
  int starts() {
    return starts.get();
  }

  /** Asks the process to end, and that it is not started again. Idempotent; does not wait. */
  void askToStop() {
    closing.complete(true);
  }

  /** Waits until the process has ended, which it was asked to; no longer than its limits. */
  void awaitStop() throws InterruptedException {
    if (!supervisor.join(timing.checkLimit().plus(timing.stop()).plus(timing.kill()))) {
      log.log(Level.WARNING, "Litestream is still being stopped");
    }
  }

  private void supervise() {
    int failures = 0;
    String told = "";
    Duration wait;
    do {
      int startsBefore = starts();
      long began = ticker.nanos();
      String why = live();
      boolean stable = ticker.nanos() - began >= timing.stable().toNanos();
      failures = stable ? 1 : failures + 1;
      wait = backOff.delay(failures);
      state = new State(null, why);
      tried.countDown();
      // A reason that goes on is told once.
      if (!closing.isDone() && (starts() > startsBefore || !why.equals(told))) {
        log.log(
            Level.WARNING, "{0}. The next start is in {1} ms", why, Long.toString(wait.toMillis()));
        told = why;
      }
    } while (!isClosed(wait));
  }

  private boolean isClosed(Duration wait) {
    try {
      return isDone(closing, wait);
    } catch (InterruptedException e) {
      return true; // Whoever interrupts this thread wants it to end.
    }
  }

  /** One process from its start to its end; says why it is over. */
  private String live() {
    try {
      Run begun = launcher.launch(childLog, "cairn-litestream-log-" + number);
      try {
        return follow(begun);
      } finally {
        state = new State(null, ENDED);
        begun.kill();
      }
    } catch (FileSystemException e) {
      return "Litestream can't be started: " + e;
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      askToStop(); // Whoever interrupts this thread wants it to end.
      return "Litestream was interrupted";
    } catch (RuntimeException e) {
      log.log(Level.ERROR, "Litestream can't be kept running.", e);
      return "Litestream can't be kept running: " + e;
    }
  }

  private String follow(Run begun) throws IOException, InterruptedException {
    CompletableFuture<Object> over = CompletableFuture.anyOf(begun.onExit(), closing);
    if (!takesCalls(begun, over)) {
      return over.isDone() ? end(begun) : "Litestream did not take calls in time";
    }
    begun.recordProgram();
    starts.incrementAndGet();
    state = new State(begun, "");
    tried.countDown();
    log.log(Level.INFO, "Litestream runs as process {0}", Long.toString(begun.pid()));
    int missed = 0;
    while (missed < timing.missedChecks()) {
      if (isDone(over, timing.checkEvery())) {
        return end(begun);
      }
      childLog.tick();
      if (begun.isStalled(timing.stall())) {
        return "Litestream has merged nothing for "
            + timing.stall().toSeconds()
            + " s or more although it should, and was killed";
      }
      missed = begun.answers(timing.checkLimit()) ? 0 : missed + 1;
    }
    return "Litestream did not answer " + missed + " times in a row and was killed";
  }

  /** Waits until the process answers, unless it ends, or it is all over, or takes too long. */
  private boolean takesCalls(Run begun, CompletableFuture<Object> over)
      throws InterruptedException {
    long began = ticker.nanos();
    while (!begun.answers(timing.checkLimit())) {
      if (ticker.nanos() - began >= timing.start().toNanos() || isDone(over, POLL)) {
        return false;
      }
    }
    return true;
  }

  /** A process has ended, or is to end: sees to that, and says why. */
  private String end(Run begun) throws InterruptedException {
    state = new State(null, ENDED);
    if (closing.isDone()) {
      begun.stop();
      return "Litestream was stopped";
    }
    begun.awaitOutput();
    String lastTrouble = childLog.lastTrouble();
    return "Litestream ended with exit code "
        + begun.exitCode()
        + (lastTrouble.isEmpty() ? "" : ": " + lastTrouble);
  }

  /** Waits for something, but not longer than a limit; says whether it has come. */
  private static boolean isDone(CompletableFuture<?> something, Duration limit)
      throws InterruptedException {
    try {
      something.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    }
  }
}
