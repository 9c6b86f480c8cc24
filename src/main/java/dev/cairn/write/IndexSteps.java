package dev.cairn.write;

import dev.cairn.CairnException;
import dev.cairn.Outcome;
import dev.cairn.storage.DeclaredIndex;
import dev.cairn.storage.Operation;
import dev.cairn.storage.OperationResult;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Goes on with what was under way on the declared indexes of a shard when it was closed: in units
 * of its writer like any other, one behind the other at the end of its queue. What is begun while
 * the shard is open is driven by whoever begins it. Any thread; never waits.
 */
final class IndexSteps {

  /** Only whoever has set {@link #underWay} takes one out. */
  private final Queue<Operation.OnIndex> left;

  /** Whether a unit waits or runs: there is one at a time. */
  private final AtomicBoolean underWay = new AtomicBoolean();

  private final Function<WriteUnit, CompletableFuture<Outcome<UnitResult>>> writer;

  /**
   * @param unfinished each to be repeated until it finds nothing to do
   */
  IndexSteps(
      List<Operation.OnIndex> unfinished,
      Function<WriteUnit, CompletableFuture<Outcome<UnitResult>>> writer) {
    this.left = new ConcurrentLinkedQueue<>(unfinished);
    this.writer = writer;
  }

  /** Begins if something is left and nothing is under way. */
  void beginIfDue() {
    if (!left.isEmpty() && underWay.compareAndSet(false, true)) {
      next();
    }
  }

  private void next() {
    Operation step = left.peek();
    if (step == null) {
      underWay.set(false);
    } else {
      var unused = writer.apply(new WriteUnit.Single(step)).thenAccept(this::goOn);
    }
  }

  /** What is refused for the moment the next round tries again; what else is refused is left. */
  private void goOn(Outcome<UnitResult> outcome) {
    switch (outcome) {
      case Outcome.Committed<UnitResult>(UnitResult result) -> {
        if (isDone(result.results().getFirst())) {
          left.remove();
        }
        next();
      }
      case Outcome.Refused<UnitResult>(CairnException reason) -> {
        if (!reason.code().isPassing()) {
          left.remove();
        }
        underWay.set(false);
      }
      case Outcome.Unknown<UnitResult> _ -> underWay.set(false);
    }
  }

  private static boolean isDone(OperationResult result) {
    return switch (result) {
      case OperationResult.Indexed indexed ->
          indexed.index().state() != DeclaredIndex.State.BUILDING;
      case OperationResult.Removed removed -> !removed.existed();
      default -> true;
    };
  }
}
