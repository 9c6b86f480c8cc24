package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is known to be in the replica, by the syncs that succeeded. */
class CoverageTest {

  private final Coverage coverage = new Coverage();

  @Test
  void nothingIsBehindBeforeTheFirstCommit() {
    assertThat(coverage.isBehind()).isFalse();
    assertThat(coverage.lag(100)).isNull();
    assertThat(coverage.covered()).isZero();
  }

  @Test
  void aSyncCoversWhatWasCommittedBeforeItBegan() {
    coverage.committed(1, 10);
    Coverage.Mark mark = coverage.mark(20);
    coverage.committed(2, 30);

    coverage.covered(mark);

    assertThat(coverage.covered()).isEqualTo(1);
    assertThat(coverage.isBehind()).isTrue();
    assertThat(coverage.lag(50)).as("from the begin of the sync at most").isBetween(20L, 30L);
  }

  @Test
  void theLagIsThatOfTheOldestCommit() {
    coverage.committed(1, 10);
    coverage.committed(2, 40);

    assertThat(coverage.lag(50)).isEqualTo(40);
  }

  @Test
  void nothingIsBehindOnceAllIsCovered() {
    coverage.committed(1, 10);
    coverage.covered(coverage.mark(20));

    assertThat(coverage.isBehind()).isFalse();
    assertThat(coverage.lag(50)).isNull();
  }

  @Test
  void aSyncThatEndsAfterALaterOneTakesNothingBack() {
    coverage.committed(1, 10);
    Coverage.Mark first = coverage.mark(20);
    coverage.committed(2, 30);
    Coverage.Mark second = coverage.mark(40);
    coverage.committed(3, 50);
    coverage.covered(second);

    coverage.covered(first);

    assertThat(coverage.covered()).isEqualTo(2);
    assertThat(coverage.lag(60)).isBetween(10L, 20L);
  }

  @Test
  void aSyncThatFailedMeanwhileHidesNothing() {
    coverage.committed(1, 10);
    Coverage.Mark first = coverage.mark(20);
    coverage.committed(2, 30);
    Coverage.Mark failed = coverage.mark(40);
    assertThat(failed.revision()).isEqualTo(2);

    coverage.covered(first);

    assertThat(coverage.isBehind()).isTrue();
    assertThat(coverage.lag(50)).isBetween(20L, 30L);
  }

  @Test
  void whoWaitsIsToldOnceItIsCovered() {
    coverage.committed(1, 10);
    CompletableFuture<Boolean> first = coverage.await(1);
    Coverage.Mark mark = coverage.mark(20);
    coverage.committed(2, 30);
    CompletableFuture<Boolean> second = coverage.await(2);

    coverage.covered(mark);

    assertThat(first).isCompletedWithValue(true);
    assertThat(second).isNotDone();
    assertThat(coverage.isAwaited()).isTrue();
    coverage.covered(coverage.mark(40));
    assertThat(second).isCompletedWithValue(true);
    assertThat(coverage.isAwaited()).isFalse();
  }

  @Test
  void whatIsCoveredNeedsNoWaiting() {
    coverage.committed(1, 10);
    coverage.covered(coverage.mark(20));

    assertThat(coverage.await(1)).isCompletedWithValue(true);
  }

  @Test
  void whoDoesNotWaitAnyMoreIsForgotten() {
    coverage.committed(1, 10);
    CompletableFuture<Boolean> told = coverage.await(1);

    told.complete(false);

    assertThat(coverage.isAwaited()).isFalse();
  }

  @Test
  void atTheEndAllAreToldNo() {
    coverage.committed(1, 10);
    CompletableFuture<Boolean> told = coverage.await(1);

    coverage.giveUp();

    assertThat(told).isCompletedWithValue(false);
  }
}
