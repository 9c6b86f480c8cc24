package dev.cairn.shard;

import static dev.cairn.storage.Units.delete;
import static dev.cairn.storage.Units.merge;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.putIf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.Eventually;
import dev.cairn.Outcome;
import dev.cairn.Revision;
import dev.cairn.storage.FaultPlan.Call;
import dev.cairn.storage.Pause;
import dev.cairn.storage.Precondition;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Shards are opened and made when a request comes for them, once, and only then. */
abstract class OpeningContract extends RegistryContract {

  OpeningContract(Function<Path, Backing> start) {
    super(start);
  }

  @Test
  void aShardIsOpenedByTheFirstRequestForIt() {
    write(A, "k", "1");
    write(B, "k", "2");
    restart();
    int opens = plan.calls(Call.OPEN);
    assertThat(state(A)).isEqualTo("closed");
    assertThat(this.<Long>tryRead(A, (reader, _) -> 1L)).as("needs an open").isNull();

    assertThat(value(A, "k")).isEqualTo("1");

    assertThat(state(A)).isEqualTo("serving");
    assertThat(state(B)).isEqualTo("closed");
    assertThat(this.<Long>tryRead(A, (reader, revision) -> revision)).isEqualTo(1);
    assertThat(plan.calls(Call.OPEN) - opens).isEqualTo(1);
  }

  @Test
  void requestsThatComeTogetherOpenAShardOnce() throws Exception {
    write(A, "k", "1");
    restart();
    int opens = plan.calls(Call.OPEN);
    Pause opening = plan.pauseNth(Call.OPEN, 1);
    List<Future<String>> reads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      reads.add(requests.submit(() -> value(A, "k")));
    }
    var write = registry.write(A, new WriteUnit.Single(put("k2", "2")));
    opening.end();

    for (Future<String> read : reads) {
      assertThat(read.get()).isEqualTo("1");
    }
    assertThat(write.join()).isInstanceOf(Outcome.Committed.class);
    assertThat(plan.calls(Call.OPEN) - opens).isEqualTo(1);
  }

  @Test
  void firstWritesThatComeTogetherMakeAShardOnce() throws Exception {
    List<Future<Long>> writes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String key = "k" + i;
      writes.add(
          requests.submit(
              () ->
                  switch (registry.writeAndWait(A, new WriteUnit.Single(put(key, "1")))) {
                    case Outcome.Committed<UnitResult>(UnitResult result) -> result.revision();
                    case Outcome.Refused<UnitResult>(CairnException reason) -> throw reason;
                    case Outcome.Unknown<UnitResult>(CairnException reason) -> throw reason;
                  }));
    }

    List<Long> revisions = new ArrayList<>();
    for (Future<Long> write : writes) {
      try {
        revisions.add(write.get());
      } catch (ExecutionException e) {
        // Only four may wait for a shard; the others are told so.
        assertThat(e.getCause())
            .isInstanceOfSatisfying(
                CairnException.class,
                reason -> assertThat(reason.code()).isEqualTo(ErrorCode.SHARD_BUSY));
      }
    }
    assertThat(plan.calls(Call.CREATE)).isEqualTo(1);
    assertThat(revisions).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void aShardThatIsSlowToOpenHoldsUpNoOther() throws Exception {
    write(A, "k", "1");
    write(B, "k", "2");
    restart();
    Pause begun = plan.pauseNth(Call.OPEN, 1);
    Future<String> slow = requests.submit(() -> value(A, "k"));
    begun.awaitBegun();

    assertThat(value(B, "k")).isEqualTo("2");
    assertThat(write(C, "k", "3")).isEqualTo(1);
    assertThat(slow).isNotDone();
    begun.end();
    assertThat(slow.get()).isEqualTo("1");
  }

  @Test
  void aReadMakesNothing() {
    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.SHARD_NOT_FOUND);
    assertThat(this.<Long>tryRead(A, (reader, _) -> 1L)).isNull();
    assertThat(catchThrowableOfType(CairnException.class, () -> registry.status(A)).code())
        .isEqualTo(ErrorCode.SHARD_NOT_FOUND);

    assertThat(driver.kept()).isEmpty();
    assertThat(catalogue.count()).isZero();
  }

  @Test
  void aWriteThatWouldChangeNothingMakesNothing() {
    assertThat(refused(A, putIf(Precondition.EXISTS, "k", "1")).code())
        .isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(refused(A, merge("k", "{}")).code()).isEqualTo(ErrorCode.ENTRY_NOT_FOUND);
    assertThat(outcome(A, delete("k"))).isInstanceOf(Outcome.Committed.class);

    assertThat(driver.kept()).isEmpty();
    assertThat(catalogue.count()).isZero();
  }

  @Test
  void withoutAutoCreateOnlyPutMakesAShard() {
    restart(settings(false, 8, NEVER, NEVER));

    assertThat(refused(A, put("k", "1")).code()).isEqualTo(ErrorCode.SHARD_NOT_FOUND);
    assertThat(refused(A, putIf(Precondition.EXISTS, "k", "1")).code())
        .isEqualTo(ErrorCode.SHARD_NOT_FOUND);
    assertThat(driver.kept()).isEmpty();

    assertThat(registry.put(A, new SettingsChange(Durability.FULL, null))).isTrue();
    assertThat(registry.put(A, SettingsChange.NONE)).isFalse();
    assertThat(write(A, "k", "1")).isEqualTo(1);
    assertThat(registry.status(A).durability()).isEqualTo(Durability.FULL);
  }

  @Test
  void aShardThatCannotTakeItsDurabilityIsOpenedAgainWithIt() {
    write(A, "k", "1");
    int opens = plan.calls(Call.OPEN);
    plan.failNext(Call.SET_DURABILITY, passing);

    assertThat(
            catchThrowableOfType(
                CairnException.class,
                () -> registry.put(A, new SettingsChange(Durability.FULL, null))))
        .isSameAs(passing);

    Eventually.holds("it is closed", () -> state(A).equals("closed"));
    assertThat(value(A, "k")).isEqualTo("1");
    assertThat(plan.calls(Call.OPEN) - opens).isEqualTo(1);
    assertThat(registry.status(A).durability()).isEqualTo(Durability.FULL);
  }

  @Test
  void aFaultThatPassesLeavesTheShardClosedForTheNextRequest() {
    write(A, "k", "1");
    restart();
    plan.failNext(Call.OPEN, passing);

    assertThat(readFailure(A)).isSameAs(passing);

    assertThat(state(A)).isEqualTo("closed");
    assertThat(value(A, "k")).isEqualTo("1");
  }

  @Test
  void aShardThatCannotBeListedIsNotMade() {
    plan.failNext(Call.CATALOGUE_PUT, new CairnException(ErrorCode.STORAGE_FULL, "Full."));

    assertThat(refused(A, put("k", "1")).code()).isEqualTo(ErrorCode.STORAGE_FULL);

    assertThat(driver.kept()).isEmpty();
    assertThat(driver.open()).isEmpty();
    assertThat(write(A, "k", "1")).isEqualTo(1);
  }

  @Test
  void aShardWhoseHistoryCannotBeNotedIsNotServed() {
    makeByHand(A, 3 * Revision.HISTORY_SPAN + 5);
    plan.failNext(Call.CATALOGUE_ENTER_HISTORY, new CairnException(ErrorCode.STORAGE_FULL, "F."));

    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.STORAGE_FULL);

    assertThat(driver.open()).isEmpty();
    assertThat(value(A, "k")).isEqualTo("none");
  }

  @Test
  void writesThatWaitForTheirShardAreBoundedInNumber() {
    Pause creation = plan.pauseNth(Call.CREATE, 1);
    List<CompletableFuture<Outcome<UnitResult>>> waiting = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      waiting.add(registry.write(A, new WriteUnit.Single(put("k" + i, "1"))));
    }

    assertThat(refused(A, put("more", "1")).code()).isEqualTo(ErrorCode.SHARD_BUSY);

    creation.end();
    waiting.forEach(write -> assertThat(write.join()).isInstanceOf(Outcome.Committed.class));
    write(A, "more", "1");
  }

  @Test
  void writesThatWaitForTheirShardAreBoundedInBytes() {
    String large = "\"" + "x".repeat(60_000) + "\"";
    Pause creation = plan.pauseNth(Call.CREATE, 1);
    var waiting = registry.write(A, new WriteUnit.Single(put("large", large)));

    assertThat(refused(A, put("larger", large)).code()).isEqualTo(ErrorCode.SHARD_BUSY);
    var small = registry.write(A, new WriteUnit.Single(put("small", "1")));

    creation.end();
    assertThat(waiting.join()).isInstanceOf(Outcome.Committed.class);
    assertThat(small.join()).isInstanceOf(Outcome.Committed.class);
    write(A, "larger", large);
  }

  @Test
  void aWriteLargerThanTheBoundWaitsAlone() {
    String huge = "\"" + "x".repeat(200_000) + "\"";

    assertThat(write(A, "huge", huge)).isEqualTo(1);
  }
}
