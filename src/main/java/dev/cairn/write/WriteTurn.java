package dev.cairn.write;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the store, and who waits for it: the turn, which one thread or one scheduled task
 * holds at a time, and the bounded queue of units.
 *
 * <p>Any thread. {@code lock} guards every field; it is held for a few instructions, never across
 * I/O or a callback. Threads that wait for the turn go before the queue, so that a busy queue
 * cannot keep them out.
 */
final class WriteTurn {

  /** What became of a unit that came to the queue. */
  sealed interface Entry {

    /**
     * It waits.
     *
     * @param drain whether the caller was given the turn and must start a drain task
     */
    record Queued(boolean drain) implements Entry {}

    /** The queue was full. */
    record Full(CairnException reason) implements Entry {}

    /** Nothing is taken any more. */
    record Stopped(CairnException reason) implements Entry {}
  }

  private static final Entry QUEUED = new Entry.Queued(false);
  private static final Entry QUEUED_DRAIN = new Entry.Queued(true);

  private final WriteSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition turnFree = lock.newCondition();
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private long queuedBytes;

  /** How many have ever come to the queue. */
  private long arrivals;

  private boolean taken;
  private int waiters;
  private @Nullable CairnException stopped;
  private boolean faulted;

  WriteTurn(WriteSettings settings) {
    this.settings = settings;
  }

  /** Adds a unit, or one who wants the turn, if there is room. */
  Entry enqueue(Waiting pending) {
    lock.lock();
    try {
      if (stopped != null) {
        return new Entry.Stopped(stopped);
      }
      if (!hasRoomFor(pending)) {
        return new Entry.Full(full());
      }
      queue.add(pending);
      arrivals++;
      queuedBytes += pending.bytes();
      if (taken || waiters > 0) {
        return QUEUED;
      }
      taken = true;
      return QUEUED_DRAIN;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoomFor(Waiting pending) {
    return queue.isEmpty()
        || (queue.size() < settings.queueMembers()
            && queuedBytes + pending.bytes() <= settings.queueBytes());
  }

  private CairnException full() {
    return new CairnException(
        ErrorCode.QUEUE_FULL,
        "The shard has "
            + queue.size()
            + " waiting writes of "
            + queuedBytes
            + " bytes; send it again a little later.");
  }

  /** Takes the turn if nobody has it, wants it or waits in the queue. */
  boolean tryTake() {
    lock.lock();
    try {
      if (taken || waiters > 0 || !queue.isEmpty() || stopped != null) {
        return false;
      }
      taken = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the turn and takes it. */
  void take() {
    lock.lock();
    try {
      waiters++;
      while (taken) {
        turnFree.awaitUninterruptibly();
      }
      waiters--;
      taken = true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives the turn up.
   *
   * @return whether the caller keeps it all the same and must start a drain task, because units
   *     wait
   */
  boolean passOn() {
    lock.lock();
    try {
      if (waiters == 0 && !queue.isEmpty()) {
        return true;
      }
      taken = false;
      turnFree.signalAll();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the units of the next transaction from the queue, in order; none if nothing waits, or a
   * thread or the first in the queue wants the turn. On the turn.
   */
  List<PendingUnit> nextGroup() {
    lock.lock();
    try {
      if (waiters > 0) {
        return List.of();
      }
      List<PendingUnit> group = new ArrayList<>(Math.min(queue.size(), settings.groupMembers()));
      long bytes = 0;
      while (group.size() < settings.groupMembers()
          && bytes < settings.groupBytes()
          && queue.peek() instanceof PendingUnit next) {
        queue.remove();
        group.add(next);
        bytes += next.bytes();
      }
      queuedBytes -= bytes;
      return group;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the first of the queue from it, if it wants to keep the turn; or null. On the turn. */
  @Nullable PendingTurn nextTurn() {
    lock.lock();
    try {
      if (waiters == 0 && queue.peek() instanceof PendingTurn next) {
        queue.remove();
        return next;
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** How many have ever come to the queue. */
  long arrivals() {
    lock.lock();
    try {
      return arrivals;
    } finally {
      lock.unlock();
    }
  }

  /** Takes those of the first {@code count} that ever came from the queue which are still in it. */
  List<Waiting> giveUp(long count) {
    lock.lock();
    try {
      List<Waiting> late = new ArrayList<>();
      for (long left = count - (arrivals - queue.size()); left > 0; left--) {
        Waiting next = queue.remove();
        queuedBytes -= next.bytes();
        late.add(next);
      }
      return late;
    } finally {
      lock.unlock();
    }
  }

  int queued() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more after a fault, and empties the queue. */
  List<Waiting> stop(CairnException reason) {
    lock.lock();
    try {
      stopped = reason;
      faulted = true;
      List<Waiting> rest = List.copyOf(queue);
      queue.clear();
      queuedBytes = 0;
      return rest;
    } finally {
      lock.unlock();
    }
  }

  /** Why a fault has stopped the writer, or null. */
  @Nullable CairnException stoppedByFault() {
    lock.lock();
    try {
      return faulted ? stopped : null;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more, and waits until the queue is empty and nobody has the turn. */
  void stopAndDrain(CairnException reason) {
    lock.lock();
    try {
      if (stopped == null) {
        stopped = reason;
      }
      while (taken || !queue.isEmpty()) {
        turnFree.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
