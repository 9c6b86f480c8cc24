package dev.cairn.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Namespace;
import dev.cairn.Outcome;
import dev.cairn.storage.DeclaredIndex;
import dev.cairn.storage.FieldIndex;
import dev.cairn.storage.Operation;
import dev.cairn.storage.OperationResult;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How a writer goes on with indexes that were not done when their shard was closed. */
class IndexStepsTest {

  private static final Operation.OnIndex FILL = new Operation.FillIndex(Namespace.DEFAULT, "n");
  private static final Operation.OnIndex SWEEP = new Operation.SweepIndexes(Namespace.DEFAULT);

  private final List<WriteUnit> submitted = new ArrayList<>();
  private final List<CompletableFuture<Outcome<UnitResult>>> outcomes = new ArrayList<>();
  private final IndexSteps steps = new IndexSteps(List.of(FILL, SWEEP), this::submit);

  private CompletableFuture<Outcome<UnitResult>> submit(WriteUnit unit) {
    submitted.add(unit);
    outcomes.add(new CompletableFuture<>());
    return outcomes.getLast();
  }

  private void end(OperationResult result) {
    outcomes
        .getLast()
        .complete(
            new Outcome.Committed<>(
                new UnitResult(1, true, true, List.of(), List.of(), List.of(result))));
  }

  private static OperationResult index(DeclaredIndex.State state) {
    FieldIndex definition = new FieldIndex("n", "n", false);
    return new OperationResult.Indexed(new DeclaredIndex(definition, state, null), false, true);
  }

  private void assertSubmitted(Operation... operations) {
    assertThat(submitted)
        .containsExactlyElementsOf(
            List.of(operations).stream().<WriteUnit>map(WriteUnit.Single::new).toList());
  }

  @Test
  void eachIsRepeatedUntilItIsDoneOneBehindTheOther() {
    steps.beginIfDue();
    steps.beginIfDue();
    assertSubmitted(FILL);
    end(index(DeclaredIndex.State.BUILDING));
    assertSubmitted(FILL, FILL);
    end(index(DeclaredIndex.State.READY));
    assertSubmitted(FILL, FILL, SWEEP);
    end(new OperationResult.Removed(true));
    assertSubmitted(FILL, FILL, SWEEP, SWEEP);
    end(new OperationResult.Removed(false));
    steps.beginIfDue();
    assertSubmitted(FILL, FILL, SWEEP, SWEEP);
  }

  @Test
  void whatIsRefusedForTheMomentIsTriedAgainInTheNextRound() {
    steps.beginIfDue();
    outcomes
        .getLast()
        .complete(new Outcome.Refused<>(new CairnException(ErrorCode.SHARD_BUSY, "Not now.")));
    assertSubmitted(FILL);
    steps.beginIfDue();
    assertSubmitted(FILL, FILL);
    outcomes
        .getLast()
        .complete(new Outcome.Unknown<>(StorageFault.unknownOutcome("Who knows?", null)));
    steps.beginIfDue();
    assertSubmitted(FILL, FILL, FILL);
  }

  @Test
  void whatIsRefusedForGoodIsLeft() {
    steps.beginIfDue();
    outcomes
        .getLast()
        .complete(new Outcome.Refused<>(new CairnException(ErrorCode.INDEX_NOT_FOUND, "None.")));
    assertSubmitted(FILL);
    steps.beginIfDue();
    assertSubmitted(FILL, SWEEP);
  }
}
