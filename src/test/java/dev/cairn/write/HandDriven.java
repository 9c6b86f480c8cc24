package dev.cairn.write;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** An executor whose tasks run when the test says so, on the test's thread. One thread. */
final class HandDriven implements Executor {

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private @Nullable Throwable refusal;

  @Override
  public void execute(Runnable task) {
    switch (refusal) {
      case null -> tasks.add(task);
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException(refusal);
    }
  }

  /** Takes no task from now on, as a pool that was shut down. */
  void shutDown() {
    refusal = new RejectedExecutionException("shut down");
  }

  /** Fails from now on, as a pool that can have no further thread. */
  void runOutOfThreads() {
    refusal = new OutOfMemoryError("unable to create native thread (of a test)");
  }

  int waiting() {
    return tasks.size();
  }

  /** Runs the first task that waits; one must. */
  void runOne() {
    tasks.remove().run();
  }

  /** Runs tasks until none waits. */
  void runAll() {
    while (!tasks.isEmpty()) {
      runOne();
    }
  }
}
