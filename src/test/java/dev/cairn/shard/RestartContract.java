package dev.cairn.shard;

import static dev.cairn.storage.Units.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.Eventually;
import dev.cairn.Outcome;
import dev.cairn.Revision;
import dev.cairn.catalogue.ShardRecord;
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

/** What a crash left is made good at the start, and what an orderly end does. */
abstract class RestartContract extends RegistryContract {

  RestartContract(Function<Path, Backing> start) {
    super(start);
  }

  @Test
  void aCreationCutShortAfterTheFileIsAdopted() {
    registry.close();
    backing.driver().create(A, newShard(0)).close();

    begin(settings(8));

    assertThat(state(A)).isEqualTo("closed");
    assertThat(write(A, "k", "1")).isEqualTo(1);
    assertThat(registry.status(A).durability()).isEqualTo(Durability.NORMAL);
  }

  @Test
  void aShardWhoseFileIsMissingIsQuarantinedAndNeverMadeAnew() {
    catalogue.put(new ShardRecord(A, Durability.NORMAL, 0));
    restart();

    assertThat(refused(A, put("k", "1")).code()).isEqualTo(ErrorCode.SHARD_QUARANTINED);

    assertThat(state(A)).isEqualTo("quarantined");
    assertThat(driver.kept()).isEmpty();
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.SHARD_QUARANTINED);
    backing.driver().create(A, newShard(0)).close();
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    assertThat(value(A, "k")).as("it came back").isEqualTo("none");
  }

  @Test
  void aDeletionCutShortAfterTheCatalogueIsFinished() {
    write(A, "k", "1");
    registry.close();
    backing.catalogue().remove(A, Revision.HISTORY_SPAN);
    assertThat(driver.kept()).containsExactly(A);

    begin(settings(8));

    assertThat(driver.kept()).isEmpty();
    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.SHARD_NOT_FOUND);
    assertThat(write(A, "k", "1")).isEqualTo(Revision.HISTORY_SPAN + 1);
  }

  @Test
  void aLeftOverThatCannotBeDeletedKeepsNobodyFromStarting() {
    write(A, "k", "1");
    write(B, "k", "2");
    registry.close();
    backing.catalogue().remove(A, Revision.HISTORY_SPAN);
    plan.failNext(Call.DELETE, StorageFault.of(ErrorCode.INTERNAL, "Not now.", null));

    begin(settings(8));

    assertThat(value(B, "k")).isEqualTo("2");
    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.SHARD_NOT_FOUND);
    assertThat(write(A, "other", "1")).isEqualTo(Revision.HISTORY_SPAN + 1);
    assertThat(value(A, "k")).isEqualTo("none");
  }

  @Test
  void theEndAnswersWritesThatWereTakenAndRefusesOthers() throws Exception {
    write(A, "k", "1");
    Pause writing = plan.pauseNth(Call.COMMIT, 1);
    CompletableFuture<Outcome<UnitResult>> underWay =
        registry.write(A, new WriteUnit.Single(put("k", "2")));
    writing.awaitBegun();
    CompletableFuture<Outcome<UnitResult>> queued =
        registry.write(A, new WriteUnit.Single(put("k", "3")));
    Future<?> end = requests.submit(registry::close);
    Eventually.holds("it drains", () -> state(A).equals("draining"));

    assertThat(refused(A, put("k", "4")).code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
    assertThat(refused(B, put("k", "4")).code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
    assertThat(catchThrowableOfType(CairnException.class, () -> registry.delete(A)).code())
        .isEqualTo(ErrorCode.SHUTTING_DOWN);
    writing.end();

    assertThat(underWay.join()).isInstanceOf(Outcome.Committed.class);
    assertThat(queued.join()).isInstanceOf(Outcome.Committed.class);
    end.get();
    driver.checkNothingOpen();
    restart();
    assertThat(value(A, "k")).isEqualTo("3");
  }

  @Test
  void theEndWaitsForReadsAndForShardsThatAreBeingOpened() throws Exception {
    write(A, "k", "1");
    write(B, "k", "1");
    restart();
    HeldRead held = hold(A);
    Pause opening = plan.pauseNth(Call.OPEN, 1);
    CompletableFuture<Outcome<UnitResult>> write =
        registry.write(B, new WriteUnit.Single(put("k", "2")));
    opening.awaitBegun();

    Future<?> end = requests.submit(registry::close);
    Eventually.holds("A drains", () -> state(A).equals("draining"));
    assertThat(end).isNotDone();
    held.end();
    opening.end();

    end.get();
    // The thread that opened B may still be telling it when the end has come.
    assertThat(write).succeedsWithin(Duration.ofSeconds(60));
    driver.checkNothingOpen();
  }

  @Test
  void aShardThatIsHeldTooLongIsClosedByItsLastReader() throws Exception {
    restart(settings(true, 8, NEVER, Duration.ofMillis(50)));
    write(A, "k", "1");
    write(B, "k", "1");
    HeldRead held = hold(A);

    registry.close();

    assertThat(driver.open()).as("not pulled away from under it").containsExactly(A);
    held.end();
    Eventually.holds("it is closed", () -> driver.open().isEmpty());
  }
}
