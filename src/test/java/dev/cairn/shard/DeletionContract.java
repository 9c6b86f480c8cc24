package dev.cairn.shard;

import static dev.cairn.storage.Units.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Eventually;
import dev.cairn.Revision;
import dev.cairn.storage.FaultPlan.Call;
import dev.cairn.storage.StorageFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Deleting a shard, whatever state it is in, and that its revisions never come again. */
abstract class DeletionContract extends RegistryContract {

  private static final long SPAN = Revision.HISTORY_SPAN;

  DeletionContract(Function<Path, Backing> start) {
    super(start);
  }

  @Test
  void aDeletedShardIsGoneAndItsNeighbourIsNot() {
    write(A, "k", "1");
    write(B, "k", "2");

    registry.delete(A);
    registry.delete(A);
    registry.delete(C);

    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.SHARD_NOT_FOUND);
    assertThat(driver.kept()).containsExactly(B);
    assertThat(value(B, "k")).isEqualTo("2");
    restart();
    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.SHARD_NOT_FOUND);
  }

  @Test
  void aShardMadeAgainBeginsAtTheNextHistory() {
    write(A, "k", "1");
    registry.delete(A);

    assertThat(write(A, "k", "2")).isEqualTo(SPAN + 1);

    restart();
    registry.delete(A);
    restart();
    assertThat(write(A, "k", "3")).isEqualTo(2 * SPAN + 1);
    assertThat(value(A, "k")).isEqualTo("3");
  }

  @Test
  void aShardThatOutgrewAHistoryIsFollowedByOneAboveIt() {
    makeByHand(A, SPAN - 1);
    assertThat(write(A, "k", "1")).isEqualTo(SPAN);
    assertThat(write(A, "k", "1")).isEqualTo(SPAN + 1);

    registry.delete(A);

    assertThat(write(A, "k", "1")).isEqualTo(2 * SPAN + 1);
  }

  @Test
  void revisionsOfAShardThatCannotBeReadAnyMoreNeverComeAgain() {
    makeByHand(A, SPAN - 1);
    assertThat(write(A, "k", "1")).isEqualTo(SPAN);
    assertThat(write(A, "k", "1")).isEqualTo(SPAN + 1);
    restart();
    plan.failAll(Call.OPEN, damage);
    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.SHARD_QUARANTINED);

    registry.delete(A);

    plan.calm();
    assertThat(write(A, "k", "1")).as("SPAN + 1 was handed out").isEqualTo(2 * SPAN + 1);
  }

  @Test
  void revisionsOfAShardThatIsMissingNeverComeAgain() {
    makeByHand(A, 7 * SPAN - 1);
    assertThat(write(A, "k", "1")).isEqualTo(7 * SPAN);
    restart();
    backing.driver().delete(A);
    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.SHARD_QUARANTINED);

    registry.delete(A);

    assertThat(write(A, "k", "1")).isEqualTo(8 * SPAN + 1);
  }

  @Test
  void aShardThatCameFromElsewhereIsAskedForItsRevisionBeforeItGoes() {
    registry.close();
    backing.driver().create(A, newShard(5 * SPAN + 3)).close();
    begin(settings(8));

    registry.delete(A);

    assertThat(write(A, "k", "1")).isEqualTo(6 * SPAN + 1);
  }

  @Test
  void aWriteThatCannotNoteItsHistoryIsRefusedAndTheShardGoesOn() {
    makeByHand(A, SPAN - 1);
    value(A, "k");
    plan.failNext(
        Call.CATALOGUE_ENTER_HISTORY, new CairnException(ErrorCode.STORAGE_FULL, "Full."));

    assertThat(refused(A, put("k", "1")).code()).isEqualTo(ErrorCode.STORAGE_FULL);

    assertThat(write(A, "k", "1")).isEqualTo(SPAN);
  }

  @Test
  void aDeletionWaitsForRequestsUnderWay() throws Exception {
    write(A, "k", "1");
    HeldRead held = hold(A);
    Future<?> deletion = requests.submit(() -> registry.delete(A));
    Eventually.holds("it drains", () -> state(A).equals("draining"));
    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.SHARD_BUSY);
    assertThat(refused(A, put("k", "2")).code()).isEqualTo(ErrorCode.SHARD_BUSY);
    assertThat(deletion).isNotDone();

    held.end();

    deletion.get();
    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.SHARD_NOT_FOUND);
  }

  @Test
  void aDeletionThatWaitsTooLongLeavesTheShardServing() throws Exception {
    restart(settings(true, 8, NEVER, Duration.ofMillis(50)));
    write(A, "k", "1");
    HeldRead held = hold(A);

    assertThat(deletionRefusal().code()).isEqualTo(ErrorCode.SHARD_BUSY);

    assertThat(write(A, "k", "2")).isEqualTo(2);
    held.end();
    registry.delete(A);
    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.SHARD_NOT_FOUND);
  }

  @Test
  void aDeletionThatIsInterruptedLeavesTheShardServing() throws Exception {
    write(A, "k", "1");
    HeldRead held = hold(A);
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    CompletableFuture<CairnException> refusal = new CompletableFuture<>();
    Thread deleter =
        Thread.ofPlatform()
            .start(
                () -> {
                  refusal.complete(deletionRefusal());
                  flag.complete(Thread.currentThread().isInterrupted());
                });
    Eventually.holds("it drains", () -> state(A).equals("draining"));

    deleter.interrupt();

    assertThat(refusal.get().code()).isEqualTo(ErrorCode.SHARD_BUSY);
    assertThat(flag.get()).as("the thread knows that it was interrupted").isTrue();
    assertThat(write(A, "k", "2")).isEqualTo(2);
    held.end();
    registry.delete(A);
  }

  @Test
  void twoDeletionsAtOnceBothFindTheShardGone() throws Exception {
    write(A, "k", "1");
    HeldRead held = hold(A);
    Future<?> first = requests.submit(() -> registry.delete(A));
    Future<?> second = requests.submit(() -> registry.delete(A));
    Eventually.holds("it drains", () -> state(A).equals("draining"));

    held.end();

    first.get();
    second.get();
    assertThat(write(A, "k", "1")).as("deleted once").isEqualTo(SPAN + 1);
  }

  @Test
  void aDeletionThatTheCatalogueRefusesLeavesTheShard() {
    write(A, "k", "1");
    plan.failNext(Call.CATALOGUE_REMOVE, new CairnException(ErrorCode.STORAGE_FULL, "Full."));

    assertThat(deletionRefusal().code()).isEqualTo(ErrorCode.STORAGE_FULL);

    assertThat(value(A, "k")).isEqualTo("1");
    assertThat(write(A, "k", "2")).isEqualTo(2);
  }

  @Test
  void aShardIsGoneThoughItsFileCouldNotBeDeleted() {
    write(A, "k", "1");
    plan.failNext(Call.DELETE, StorageFault.of(ErrorCode.INTERNAL, "Not now.", null));

    assertThat(deletionRefusal().code()).isEqualTo(ErrorCode.INTERNAL);

    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.SHARD_NOT_FOUND);
    assertThat(write(A, "other", "2")).isEqualTo(SPAN + 1);
    assertThat(value(A, "k")).as("nothing of the old one").isEqualTo("none");
  }

  @Test
  void aQuarantinedShardIsGoneThoughItsFileCouldNotBeDeleted() {
    write(A, "k", "1");
    restart();
    plan.failNext(Call.OPEN, damage);
    readFailure(A);
    plan.failNext(Call.DELETE, StorageFault.of(ErrorCode.INTERNAL, "Not now.", null));

    assertThat(deletionRefusal().code()).isEqualTo(ErrorCode.INTERNAL);

    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.SHARD_NOT_FOUND);
    assertThat(registry.figures().quarantined()).isEmpty();
    assertThat(write(A, "other", "2")).isEqualTo(SPAN + 1);
  }

  @Test
  void aFaultThatPassesKeepsAClosedShardFromBeingDeleted() {
    write(A, "k", "1");
    restart();
    plan.failNext(Call.OPEN, passing);

    assertThat(deletionRefusal()).isSameAs(passing);

    assertThatCode(() -> registry.delete(A)).doesNotThrowAnyException();
  }

  private CairnException deletionRefusal() {
    return catchThrowableOfType(CairnException.class, () -> registry.delete(A));
  }
}
