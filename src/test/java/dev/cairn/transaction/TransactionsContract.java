package dev.cairn.transaction;

import static dev.cairn.storage.Units.get;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.putIf;
import static dev.cairn.transaction.TransactionFixture.A;
import static dev.cairn.transaction.TransactionFixture.CALLER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.Eventually;
import dev.cairn.Namespace;
import dev.cairn.Outcome;
import dev.cairn.ShardId;
import dev.cairn.shard.SettingsChange;
import dev.cairn.storage.FaultPlan.Call;
import dev.cairn.storage.Operation;
import dev.cairn.storage.OperationResult;
import dev.cairn.storage.Pause;
import dev.cairn.storage.Precondition;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.Units;
import dev.cairn.storage.WriteUnit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds of interactive transactions, whatever keeps the shards. */
@Timeout(120)
abstract class TransactionsContract {

  private static final TransactionSettings SETTINGS =
      new TransactionSettings(
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          3,
          2,
          10,
          10_000,
          4);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path directory;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private TransactionFixture fixture;

  /** The revisions that the follower of the shard was told of. */
  private final List<Long> followed = new CopyOnWriteArrayList<>();

  private final TransactionFixture.Kind kind;

  TransactionsContract(TransactionFixture.Kind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void begin() {
    fixture = new TransactionFixture(kind, directory, SETTINGS, new Followed(followed));
    fixture.write("a", "1");
  }

  @AfterEach
  void judge() {
    fixture.close();
  }

  private static ErrorCode refusal(Runnable call) {
    CairnException refusal = catchThrowableOfType(CairnException.class, call::run);
    assertThat(refusal).isNotNull();
    return refusal.code();
  }

  private static ErrorCode refusal(Outcome<UnitResult> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused<UnitResult>) outcome).reason().code();
  }

  private String valueOrRefusal(String key) {
    try {
      return fixture.value(key);
    } catch (CairnException e) {
      return e.code().word();
    }
  }

  @Test
  void itSeesItsOwnWritesAndAllOfItComesInOneRevision() {
    String id = fixture.begin();
    fixture.apply(id, put("a", "2"), put("b", "3"));
    UnitResult again = fixture.apply(id, get("b"), put("c", "4"));

    assertThat(again.results().getFirst()).isInstanceOf(OperationResult.Found.class);
    assertThat(fixture.value("a")).isEqualTo("1");
    assertThat(fixture.value("b")).isEqualTo("none");

    TransactionStatus committed = fixture.commit(id);

    assertThat(committed.state()).isEqualTo(TransactionState.COMMITTED);
    assertThat(committed.revision()).isEqualTo(2);
    assertThat(fixture.value("a")).isEqualTo("2");
    assertThat(fixture.value("c")).isEqualTo("4");
    assertThat(fixture.write("d", "5")).isEqualTo(3);
    assertThat(followed).as("as of any other unit").containsExactly(1L, 2L, 3L);
  }

  @Test
  void aRefusedOperationRefusesItselfAlone() {
    String id = fixture.begin();
    UnitResult done =
        fixture.apply(
            id, put("b", "1"), putIf(Precondition.ABSENT, "a", "9"), get("none"), put("c", "1"));

    assertThat(done.results().get(1)).isInstanceOf(OperationResult.Refused.class);
    assertThat(done.results().get(2)).isInstanceOf(OperationResult.Refused.class);
    fixture.commit(id);
    assertThat(fixture.value("a")).isEqualTo("1");
    assertThat(fixture.value("b")).isEqualTo("1");
    assertThat(fixture.value("c")).isEqualTo("1");
  }

  @Test
  void nothingIsLeftOfOneThatIsRolledBackAndOthersGoOn() {
    String id = fixture.begin();
    fixture.apply(id, put("a", "2"), put(new Namespace("made"), "b", "3"));
    CompletableFuture<Outcome<UnitResult>> waits = fixture.submit(put("c", "1"));

    assertThat(fixture.rollBack(id).state()).isEqualTo(TransactionState.ROLLED_BACK);

    assertThat(waits.join()).isInstanceOf(Outcome.Committed.class);
    assertThat(fixture.value("a")).isEqualTo("1");
    assertThat(
            fixture.shards.<Boolean>read(A, (r, _) -> r.namespace(new Namespace("made")) == null))
        .isTrue();
  }

  @Test
  void othersWaitAndAreRefusedAfterAWhileAndNeverCarriedOut() {
    String id = fixture.begin();
    CompletableFuture<Outcome<UnitResult>> write = fixture.submit(put("b", "1"));
    CompletableFuture<TransactionStatus> other = fixture.beginLater(false, null);
    Eventually.holds("both wait", () -> fixture.shards.figures().queued() == 2);

    Eventually.holds(
        "the wait is over",
        () -> {
          fixture.pass(Duration.ofMillis(50));
          fixture.apply(id);
          return write.isDone() && other.isDone();
        });

    assertThat(refusal(write.join())).isEqualTo(ErrorCode.SHARD_BUSY);
    assertThat(refusal(() -> TransactionFixture.join(other))).isEqualTo(ErrorCode.SHARD_BUSY);
    fixture.rollBack(id);
    assertThat(fixture.value("b")).isEqualTo("none");
    assertThat(fixture.write("c", "1")).isEqualTo(2);
  }

  @Test
  void theNextOneBeginsWhenTheOneBeforeHasEnded() {
    String id = fixture.begin();
    CompletableFuture<TransactionStatus> next = fixture.beginLater(false, null);
    fixture.apply(id, put("a", "2"));
    assertThat(next).isNotDone();

    fixture.commit(id);

    String other = TransactionFixture.join(next).id();
    assertThat(other).isNotEqualTo(id).matches("[0-9a-f]{32}");
    OperationResult found = fixture.apply(other, get("a")).results().getFirst();
    assertThat(found).isInstanceOf(OperationResult.Found.class);
    assertThat(((OperationResult.Found) found).entry().value()).hasToString("2");
    fixture.rollBack(other);
  }

  @Test
  void itsDeadlineEndsItAndOthersGoOn() {
    String id = fixture.begin(false, Duration.ofSeconds(20));
    fixture.apply(id, put("a", "2"));
    CompletableFuture<Outcome<UnitResult>> waits = fixture.submit(put("b", "1"));
    for (int i = 0; i < 5; i++) {
      fixture.pass(Duration.ofSeconds(i == 0 ? 0 : 4));
      fixture.apply(id, get("a"));
    }

    fixture.pass(Duration.ofSeconds(4));

    fixture.awaitState(id, TransactionState.EXPIRED);
    assertThat(refusal(() -> fixture.apply(id, get("a")))).isEqualTo(ErrorCode.TRANSACTION_EXPIRED);
    assertThat(refusal(() -> fixture.commit(id))).isEqualTo(ErrorCode.TRANSACTION_EXPIRED);
    assertThat(waits.join()).isNotNull();
    assertThat(fixture.value("a")).isEqualTo("1");
    fixture.write("c", "1");
  }

  @Test
  void oneWhoseClientIsLostEndsAfterItsIdleLimitAlone() {
    String id = fixture.begin();
    fixture.apply(id, put("a", "2"));

    fixture.pass(SETTINGS.idle());

    // No request of anybody's is needed for that.
    Eventually.holds("it has ended", () -> fixture.transactions.figures().expired() == 1);
    assertThat(fixture.write("b", "1")).isEqualTo(2);
    assertThat(fixture.value("a")).isEqualTo("1");
    assertThat(fixture.status(id).state()).isEqualTo(TransactionState.EXPIRED);
  }

  @Test
  void endedUnknownAndForeignIdsAreToldApart() {
    String committed = fixture.begin();
    fixture.commit(committed);
    String rolledBack = fixture.begin();
    fixture.rollBack(rolledBack);
    String open = fixture.begin();

    for (String id : List.of(committed, rolledBack)) {
      assertThat(refusal(() -> fixture.apply(id))).isEqualTo(ErrorCode.TRANSACTION_FINISHED);
      assertThat(refusal(() -> fixture.commit(id))).isEqualTo(ErrorCode.TRANSACTION_FINISHED);
      assertThat(refusal(() -> fixture.rollBack(id))).isEqualTo(ErrorCode.TRANSACTION_FINISHED);
    }
    assertThat(refusal(() -> fixture.status("0".repeat(32))))
        .isEqualTo(ErrorCode.TRANSACTION_NOT_FOUND);
    ShardId other = new ShardId("other");
    for (String id : List.of(open, committed)) {
      assertThat(refusal(() -> fixture.transactions.status(A, null, id)))
          .isEqualTo(ErrorCode.TRANSACTION_NOT_FOUND);
      assertThat(refusal(() -> fixture.transactions.commit(A, "another key", id)))
          .isEqualTo(ErrorCode.TRANSACTION_NOT_FOUND);
      assertThat(refusal(() -> fixture.transactions.rollBack(other, CALLER, id)))
          .isEqualTo(ErrorCode.TRANSACTION_NOT_FOUND);
    }
    assertThat(fixture.commit(open).state()).isEqualTo(TransactionState.COMMITTED);
  }

  @Test
  void onlyTheNewestEndedOnesAreRemembered() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < SETTINGS.remembered() + 1; i++) {
      ids.add(fixture.begin());
      fixture.rollBack(ids.getLast());
    }
    assertThat(refusal(() -> fixture.status(ids.getFirst())))
        .isEqualTo(ErrorCode.TRANSACTION_NOT_FOUND);
    assertThat(fixture.status(ids.get(1)).state()).isEqualTo(TransactionState.ROLLED_BACK);
  }

  @Test
  void oneThatOnlyReadsSeesOneStateAndIsInNobodysWay() {
    String id = fixture.begin(true, null);
    fixture.write("a", "2");

    UnitResult done = fixture.apply(id, get("a"), put("b", "1"), get("none"));

    assertThat(done.results().getFirst()).isInstanceOf(OperationResult.Found.class);
    OperationResult.Found found = (OperationResult.Found) done.results().getFirst();
    assertThat(found.entry().value()).hasToString("1");
    assertThat(done.results().get(1)).isInstanceOf(OperationResult.Refused.class);
    OperationResult.Refused refused = (OperationResult.Refused) done.results().get(1);
    assertThat(refused.reason().code()).isEqualTo(ErrorCode.TRANSACTION_READ_ONLY);
    assertThat(fixture.commit(id).revision()).isEqualTo(1);
  }

  @Test
  void thereAreNoMoreThanTheirPlaces() {
    String first = fixture.begin(true, null);
    String second = fixture.begin(true, null);
    assertThat(refusal(() -> fixture.begin(true, null)))
        .as("of one shard, to read")
        .isEqualTo(ErrorCode.TOO_MANY_TRANSACTIONS);
    String third = fixture.begin();
    assertThat(refusal(() -> fixture.begin()))
        .as("of all shards")
        .isEqualTo(ErrorCode.TOO_MANY_TRANSACTIONS);

    fixture.rollBack(first);
    String again = fixture.begin(true, null);
    assertThat(fixture.transactions.figures().open()).isEqualTo(3);
    List.of(second, third, again).forEach(fixture::rollBack);
    assertThat(fixture.transactions.figures().open()).isZero();
  }

  @Test
  void aRequestThatWouldMakeItTooLargeIsRefusedWholeAndItGoesOn() {
    String id = fixture.begin();
    fixture.apply(id, put("b", "1"), put("c", "1"));
    String large = "\"" + "x".repeat((int) SETTINGS.bytes()) + "\"";
    assertThat(refusal(() -> fixture.apply(id, put("d", "1"), put("e", large))))
        .isEqualTo(ErrorCode.TRANSACTION_TOO_LARGE);
    var nine = IntStream.range(0, 9).mapToObj(i -> put("k" + i, "1"));
    assertThat(refusal(() -> fixture.apply(id, nine.toArray(Operation[]::new))))
        .isEqualTo(ErrorCode.TRANSACTION_TOO_LARGE);

    fixture.apply(id, put("f", "1"));
    fixture.commit(id);
    assertThat(fixture.value("d")).isEqualTo("none");
    assertThat(fixture.value("k0")).isEqualTo("none");
    assertThat(fixture.value("f")).isEqualTo("1");
  }

  @Test
  void twoRequestsOfOneAtATimeAreRefused() {
    String id = fixture.begin();
    Pause pause = fixture.plan.pauseNth(Call.CHANGE, 1);
    CompletableFuture<UnitResult> slow =
        CompletableFuture.supplyAsync(() -> fixture.apply(id, put("a", "2")));
    pause.awaitBegun();

    assertThat(refusal(() -> fixture.apply(id, get("a")))).isEqualTo(ErrorCode.TRANSACTION_BUSY);
    assertThat(refusal(() -> fixture.commit(id))).isEqualTo(ErrorCode.TRANSACTION_BUSY);

    pause.end();
    slow.join();
    assertThat(fixture.commit(id).revision()).isEqualTo(2);
  }

  @Test
  void aRequestThatIsUnderWayAtTheDeadlineIsToldThatItsTimeIsOver() {
    String id = fixture.begin();
    Pause pause = fixture.plan.pauseNth(Call.CHANGE, 1);
    CompletableFuture<UnitResult> slow =
        CompletableFuture.supplyAsync(() -> fixture.apply(id, put("a", "2")));
    pause.awaitBegun();
    fixture.pass(SETTINGS.timeout());
    // Whoever asks sees to it that the end is asked for.
    fixture.status(id);

    pause.end();

    assertThat(refusal(() -> TransactionFixture.join(slow)))
        .isEqualTo(ErrorCode.TRANSACTION_EXPIRED);
    assertThat(fixture.value("a")).isEqualTo("1");
    fixture.write("b", "1");
  }

  @Test
  void aFaultOfTheStorageEndsItWithItsReason() {
    String id = fixture.begin();
    fixture.apply(id, put("a", "2"));
    fixture.plan.failNext(
        Call.CHANGE, StorageFault.of(ErrorCode.STORAGE_FULL, "Full (of a test).", null));

    assertThat(refusal(() -> fixture.apply(id, put("b", "1")))).isEqualTo(ErrorCode.STORAGE_FULL);

    assertThat(refusal(() -> fixture.commit(id))).isEqualTo(ErrorCode.TRANSACTION_ABORTED);
    assertThat(fixture.status(id).detail()).contains("Full (of a test).");
    assertThat(fixture.value("a")).isEqualTo("1");
    assertThat(fixture.write("b", "1")).isEqualTo(2);
  }

  @Test
  void aCommitOfUnknownOutcomeIsToldAsSuch() {
    String id = fixture.begin();
    fixture.apply(id, put("a", "2"));
    fixture.plan.failNext(
        Call.COMMITTED, StorageFault.unknownOutcome("The sync failed (of a test).", null));

    assertThat(refusal(() -> fixture.commit(id))).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);

    assertThat(fixture.status(id).state()).isEqualTo(TransactionState.UNKNOWN);
    assertThat(refusal(() -> fixture.apply(id))).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
    Eventually.holds("the shard serves again", () -> valueOrRefusal("a").equals("2"));
  }

  @Test
  void aDamagedShardEndsItsTransactions() {
    String reading = fixture.begin(true, null);
    String writing = fixture.begin();
    fixture.apply(writing, put("a", "2"));
    fixture.plan.failNext(
        Call.LOOK, StorageFault.of(ErrorCode.SHARD_QUARANTINED, "Damaged (of a test).", null));

    assertThat(refusal(() -> fixture.apply(writing, get("a"))))
        .isEqualTo(ErrorCode.SHARD_QUARANTINED);

    fixture.awaitState(writing, TransactionState.ABORTED);
    fixture.awaitState(reading, TransactionState.ABORTED);
  }

  @Test
  void aDeletionEndsThemAndIsNotHeldUp() {
    String reading = fixture.begin(true, null);
    String writing = fixture.begin();
    fixture.apply(writing, put("a", "2"));
    CompletableFuture<Outcome<UnitResult>> waits = fixture.submit(put("b", "1"));
    CompletableFuture<TransactionStatus> next = fixture.beginLater(false, null);

    fixture.shards.delete(A);

    assertThat(fixture.status(writing).state()).isEqualTo(TransactionState.ABORTED);
    assertThat(fixture.status(writing).detail()).contains("deleted");
    fixture.awaitState(reading, TransactionState.ABORTED);
    assertThat(waits.join()).as("it was taken before").isInstanceOf(Outcome.Committed.class);
    assertThat(refusal(() -> TransactionFixture.join(next)))
        .isEqualTo(ErrorCode.TRANSACTION_ABORTED);
    assertThat(refusal(() -> fixture.begin())).isEqualTo(ErrorCode.SHARD_NOT_FOUND);
    assertThat(refusal(() -> fixture.begin(true, null))).isEqualTo(ErrorCode.SHARD_NOT_FOUND);
  }

  @Test
  void theEndOfTheServiceRollsThemBack() {
    String id = fixture.begin();
    fixture.apply(id, put("a", "2"));
    CompletableFuture<Outcome<UnitResult>> waits = fixture.submit(put("b", "1"));

    fixture.transactions.close();

    assertThat(refusal(() -> fixture.commit(id))).isEqualTo(ErrorCode.TRANSACTION_ABORTED);
    assertThat(waits.join()).isInstanceOf(Outcome.Committed.class);
    assertThat(fixture.value("a")).isEqualTo("1");
    assertThat(refusal(() -> fixture.begin())).isEqualTo(ErrorCode.SHUTTING_DOWN);
  }

  @Test
  void aShardThatIsInOneIsNotClosedToMakeRoom() {
    String id = fixture.begin();
    fixture.apply(id, put("a", "2"));
    for (String other : List.of("b", "c", "d")) {
      fixture.shards.write(new ShardId(other), new WriteUnit.Single(put("k", "1"))).join();
    }
    assertThat(fixture.shards.figures().evictions()).isPositive();

    fixture.commit(id);

    assertThat(fixture.value("a")).isEqualTo("2");
  }

  @Test
  void stepsOnTheWritersTurnComeBetweenTwoOfThem() {
    String id = fixture.begin();
    CompletableFuture<Boolean> settings =
        CompletableFuture.supplyAsync(
            () -> fixture.shards.put(A, new SettingsChange(Durability.FULL, null)));
    fixture.apply(id, put("a", "2"));
    assertThat(settings).isNotDone();
    fixture.commit(id);
    assertThat(settings.join()).isFalse();

    String durable = fixture.begin();
    fixture.apply(durable, put("a", "3"), Units.delete("none"));
    assertThat(fixture.commit(durable).revision()).isEqualTo(3);
  }
}
