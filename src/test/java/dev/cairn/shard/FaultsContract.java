package dev.cairn.shard;

import static dev.cairn.storage.Units.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Eventually;
import dev.cairn.Outcome;
import dev.cairn.storage.FaultPlan.Call;
import dev.cairn.storage.Pause;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a fault does to its shard, and that it does nothing to the others. */
abstract class FaultsContract extends RegistryContract {

  private final StorageFault unknown =
      StorageFault.unknownOutcome("The sync failed (of a test).", null);

  FaultsContract(Function<Path, Backing> start) {
    super(start);
  }

  @Test
  void damageFoundByAReadQuarantinesTheShardAndNoOther() {
    write(A, "k", "1");
    write(B, "k", "2");
    plan.failNext(Call.READ, damage);

    assertThat(readFailure(A)).isSameAs(damage);

    awaitState("quarantined");
    assertThat(refused(A, put("k", "3")).code()).isEqualTo(ErrorCode.SHARD_QUARANTINED);
    ShardStatus status = registry.status(A);
    assertThat(status.reason()).isEqualTo(damage.detail());
    assertThat(status.figures()).isNull();
    assertThat(registry.figures().quarantined()).containsOnlyKeys(A);
    assertThat(value(B, "k")).isEqualTo("2");
    assertThat(write(B, "k", "3")).isEqualTo(2);
  }

  @Test
  void damageFoundOnAnEventLoopOrByTheStatusQuarantinesToo() {
    write(A, "k", "1");
    plan.failNext(Call.TRY_READER, damage);
    assertThat(
            catchThrowableOfType(
                StorageFault.class, () -> this.<Long>tryRead(A, (reader, _) -> 1L)))
        .isSameAs(damage);
    awaitState("quarantined");

    write(B, "k", "1");
    plan.failNext(Call.READ, damage);
    assertThat(registry.status(B).figures()).isNull();
    Eventually.holds("B is quarantined", () -> state(B).equals("quarantined"));
  }

  @Test
  void damageFoundByAWriteQuarantinesTheShard() {
    write(A, "k", "1");
    plan.failNext(Call.CHANGE, damage);

    assertThat(refused(A, put("k", "2"))).isSameAs(damage);

    awaitState("quarantined");
  }

  @Test
  void aQuarantinedShardRestsAndIsThenLookedAtAsAWhole() {
    write(A, "k", "1");
    restart();
    plan.failNext(Call.OPEN, damage);
    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.SHARD_QUARANTINED);
    int opens = plan.calls(Call.OPEN);
    nanos.addAndGet(Duration.ofSeconds(29).toNanos());
    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.SHARD_QUARANTINED);
    assertThat(plan.calls(Call.OPEN)).as("it rests").isEqualTo(opens);

    nanos.addAndGet(Duration.ofSeconds(1).toNanos());

    assertThat(value(A, "k")).isEqualTo("1");
    assertThat(plan.calls(Call.OPEN_THOROUGHLY)).isEqualTo(1);
    assertThat(state(A)).isEqualTo("serving");
  }

  @Test
  void aShardThatIsStillDamagedRestsAgain() {
    write(A, "k", "1");
    restart();
    plan.failAll(Call.OPEN, damage);
    readFailure(A);
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    int opens = plan.calls(Call.OPEN);

    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.SHARD_QUARANTINED);
    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.SHARD_QUARANTINED);

    assertThat(plan.calls(Call.OPEN) - opens).isEqualTo(1);
    assertThat(state(A)).isEqualTo("quarantined");
  }

  @Test
  void aLongCheckOfAQuarantinedShardHoldsUpNobody() throws Exception {
    write(A, "k", "1");
    restart();
    plan.failNext(Call.OPEN, damage);
    readFailure(A);
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    Pause checking = plan.pauseNth(Call.OPEN_THOROUGHLY, 1);
    Future<String> read = requests.submit(() -> value(A, "k"));
    checking.awaitBegun();

    write(B, "k", "1");
    write(C, "k", "1");

    checking.end();
    assertThat(read.get()).isEqualTo("1");
  }

  @Test
  void aCommitOfUnknownOutcomeHasTheShardClosedAndOpenedAgain() {
    write(A, "k", "1");
    int opens = plan.calls(Call.OPEN);
    plan.failNext(Call.COMMITTED, unknown);

    assertThat(outcome(A, put("k", "2"))).isInstanceOf(Outcome.Unknown.class);

    awaitState("closed");
    assertThat(value(A, "k")).as("it was kept after all").isEqualTo("2");
    assertThat(plan.calls(Call.OPEN) - opens).isEqualTo(1);
    assertThat(write(A, "k", "3")).isEqualTo(3);
  }

  @Test
  void nobodyIsLentAShardWhoseLastCommitIsInDoubt() throws Exception {
    write(A, "k", "1");
    HeldRead held = hold(A);
    plan.failNext(Call.COMMIT, unknown);
    assertThat(outcome(A, put("k", "2"))).isInstanceOf(Outcome.Unknown.class);

    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.SHARD_BUSY);
    assertThat(driver.open()).as("not closed under a reader").contains(A);

    held.end();
    awaitState("closed");
    assertThat(value(A, "k")).isEqualTo("1");
  }

  /** A fault while a deletion waits must not be forgotten when the deletion is given up. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFaultWhileADeletionWaitsIsActedOnWhenTheDeletionGivesUp(boolean damaged) throws Exception {
    write(A, "k", "1");
    HeldRead held = hold(A);
    Pause writing = new Pause();
    plan.atNth(
        Call.COMMIT,
        1,
        () -> {
          writing.here();
          throw damaged ? damage : unknown;
        });
    CompletableFuture<Outcome<UnitResult>> write =
        registry.write(A, new WriteUnit.Single(put("k", "2")));
    writing.awaitBegun();
    CompletableFuture<CairnException> refusal = new CompletableFuture<>();
    Thread deleter =
        Thread.ofPlatform()
            .start(
                () ->
                    refusal.complete(
                        catchThrowableOfType(CairnException.class, () -> registry.delete(A))));
    awaitState("draining");
    writing.end();
    assertThat(write.join()).isNotInstanceOf(Outcome.Committed.class);

    deleter.interrupt();

    assertThat(refusal.get().code()).isEqualTo(ErrorCode.SHARD_BUSY);
    deleter.join();
    held.end();
    if (damaged) {
      awaitState("quarantined");
      nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    } else {
      awaitState("closed");
    }
    assertThat(write(A, "k", "3")).as("a writer that takes writes").isEqualTo(2);
  }

  private void awaitState(String word) {
    Eventually.holds("A is " + word, () -> state(A).equals(word));
  }
}
