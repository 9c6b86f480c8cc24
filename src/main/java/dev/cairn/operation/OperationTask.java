package dev.cairn.operation;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One operation on its way, as its work has it; the work is on one thread, any other may ask or
 * cancel. {@code lock}, the object's own, guards the fields and is held across nothing that waits.
 */
public final class OperationTask {

  private static final System.Logger LOG = System.getLogger(OperationTask.class.getName());

  private final Object lock = new Object();
  private final Consumer<Operation> keeper;
  private final CompletableFuture<Operation> ended = new CompletableFuture<>();
  private Operation operation;
  private boolean stopped;
  private boolean cancelled;

  /** The thread that may be interrupted now; null while that would do harm. */
  private @Nullable Thread interruptible;

  /**
   * @param keeper has what must survive a restart put on the disk
   */
  OperationTask(Operation operation, Consumer<Operation> keeper) {
    this.operation = operation;
    this.keeper = keeper;
  }

  /** A part of the work that may be given up in the middle. */
  @FunctionalInterface
  public interface Part<T, E extends Exception> {

    /** Does it. */
    T run() throws E, InterruptedException;
  }

  /** What is known of it now. */
  public Operation operation() {
    synchronized (lock) {
      return operation;
    }
  }

  /** Completed with the operation once it has ended; not when the service ends before. */
  public CompletableFuture<Operation> ended() {
    return ended.copy();
  }

  /** What was asked for under that name; null if nothing was. */
  public @Nullable String parameter(String name) {
    return operation().parameters().get(name);
  }

  /** What was noted under that name, perhaps before a restart; null if nothing was. */
  public @Nullable String note(String name) {
    return operation().notes().get(name);
  }

  /** Notes something, which is on the disk when this returns. */
  public void note(String name, String value) {
    Operation now;
    synchronized (lock) {
      Map<String, String> notes = new HashMap<>(operation.notes());
      notes.put(name, value);
      operation = operation.noted(notes);
      now = operation;
    }
    keeper.accept(now);
  }

  /**
   * Tells how far it has come.
   *
   * @param part from 0 to 1
   * @param what a few words on what comes now
   * @throws InterruptedException if it is to end here
   */
  public void progress(double part, String what) throws InterruptedException {
    synchronized (lock) {
      requireGoingOn();
      operation = operation.at(part, what);
    }
  }

  /**
   * Runs a part that may be interrupted at any place: what it leaves is rubbish that nobody sees.
   */
  public <T, E extends Exception> T interruptibly(Part<T, E> part) throws E, InterruptedException {
    synchronized (lock) {
      requireGoingOn();
      interruptible = Thread.currentThread();
    }
    try {
      return part.run();
    } catch (Exception e) {
      // Whatever an interrupted call makes of it, it was to end.
      synchronized (lock) {
        requireGoingOn();
      }
      throw e;
    } finally {
      synchronized (lock) {
        interruptible = null;
        // One that came too late must not hit what follows, which looks at the flags.
        Thread.interrupted();
      }
    }
  }

  private void requireGoingOn() throws InterruptedException {
    if (stopped || cancelled) {
      throw new InterruptedException();
    }
  }

  /** Has it end as soon as that does no harm; does nothing once it has. */
  void cancel() {
    synchronized (lock) {
      cancelled = true;
      interrupt();
    }
  }

  /** As {@link #cancel}, since the service ends: it goes on after the restart. */
  void stop() {
    synchronized (lock) {
      stopped = true;
      interrupt();
    }
  }

  private void interrupt() {
    if (interruptible != null) {
      interruptible.interrupt();
    }
  }

  /** Whether it was ended for the time being only. */
  boolean isStopped() {
    synchronized (lock) {
      return stopped && !cancelled;
    }
  }

  void succeed(Map<String, Object> result, long now) {
    end(operation().succeeded(result, now));
  }

  void fail(ErrorCode code, String why, long now) {
    end(operation().ended(OperationState.FAILED, why, code, now));
  }

  void endCancelled(long now) {
    end(operation().ended(OperationState.CANCELLED, "Cancelled on demand.", null, now));
  }

  private void end(Operation last) {
    synchronized (lock) {
      operation = last;
    }
    try {
      keeper.accept(last);
    } catch (CairnException e) {
      // After a restart it is begun again, and by its notes sees that it is done.
      LOG.log(System.Logger.Level.WARNING, "The end of an operation could not be noted.", e);
    }
    ended.complete(last);
  }
}
