package dev.cairn.backup;

import static dev.cairn.backup.BackupHouse.A;
import static dev.cairn.backup.BackupHouse.B;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When shards are restored for a trial, and what is known afterwards. */
@Timeout(120)
class DrillsTest {

  private static final Duration DELAY = DrillSettings.DEFAULT.delay();
  private static final Duration INTERVAL = DrillSettings.DEFAULT.interval();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path data;

  @SuppressWarnings("NullAway.Init") // set before each test
  private FakeReplica replica;

  @SuppressWarnings("NullAway.Init") // set before each test
  private BackupHouse house;

  @BeforeEach
  void build() {
    replica = new FakeReplica(data.resolve("replica"));
    house = new BackupHouse(data, BackupHouse.quick(1000, Duration.ofMinutes(3)), 8, replica);
    house.backups.round();
  }

  @AfterEach
  void tearDown() throws Exception {
    assertThat(house.scratch()).as("what was restored").isEmpty();
    house.close();
  }

  private ShardProof proof() {
    return house.backups.status(A).proof();
  }

  private Drilled last() {
    return requireNonNull(proof().last());
  }

  private void park() {
    house.pass(Duration.ofMinutes(4));
    house.settle("it is cold", () -> house.state(A) == BackupState.COLD);
  }

  @Test
  void aNewEpochIsTriedSoonAfterItsBegin() {
    long revision = house.putAndSync(A, "k", "1");
    house.backups.drill();
    assertThat(proof().last()).as("at once").isNull();
    assertThat(proof().due()).isNotNull();

    house.pass(DELAY);
    house.backups.drill();

    assertThat(last().reason()).isEmpty();
    assertThat(last().ok()).isTrue();
    assertThat(last().revision()).isEqualTo(revision);
    assertThat(proof().proven()).isEqualTo(last());
    assertThat(proof().due()).isNull();
    assertThat(house.backups.figures().drills().proven()).isEqualTo(1);
    assertThat(house.backups.figures().drills().failing()).isZero();
  }

  @Test
  void noneIsBegunWhileAShardIsRestoredForSomebody() {
    house.putAndSync(A, "k", "1");
    house.pass(DELAY);
    replica.atWork(true);
    house.backups.drill();
    assertThat(proof().last()).isNull();

    replica.atWork(false);
    house.backups.drill();

    assertThat(last().ok()).isTrue();
  }

  @Test
  void aShardWithoutChangesIsNotTriedAgainAndNothingIsAskedOfTheStore() {
    house.putAndSync(A, "k", "1");
    house.pass(DELAY);
    house.backups.drill();
    park();
    long asked = replica.calls();
    for (int day = 0; day < 10; day++) {
      house.pass(INTERVAL);
      house.backups.round();
      house.backups.drill();
    }

    assertThat(replica.calls()).isEqualTo(asked);
    assertThat(house.backups.figures().drills().proven()).isEqualTo(1);
  }

  @Test
  void afterAWriteTheNextOneIsDueAnIntervalAfterTheLast() {
    house.putAndSync(A, "k", "1");
    house.pass(DELAY);
    house.backups.drill();
    long first = last().at();
    house.pass(Duration.ofSeconds(30));
    long revision = house.putAndSync(A, "k", "2");
    house.backups.drill();
    assertThat(proof().due()).isEqualTo(first + INTERVAL.toMillis());
    assertThat(last().revision()).as("not before").isEqualTo(revision - 1);

    house.pass(INTERVAL);
    house.backups.drill();

    assertThat(last().ok()).isTrue();
    assertThat(last().revision()).isEqualTo(revision);
  }

  @Test
  void aColdShardIsTriedFromItsNewestPoint() {
    house.putAndSync(A, "k", "1");
    long revision = house.putAndSync(A, "k", "2");
    park();
    house.backups.drill();

    assertThat(house.state(A)).isEqualTo(BackupState.COLD);
    assertThat(last().reason()).isEmpty();
    assertThat(last().revision()).isEqualTo(revision);
    assertThat(house.backups.status(A).proof().due()).isNull();
  }

  @Test
  void aShardThatIsClosedAndStaysHotIsTriedToo() throws Exception {
    house.close();
    house = new BackupHouse(data, BackupHouse.quick(8, Duration.ofDays(2)), 1, replica);
    house.putAndSync(A, "k", "1");
    house.replicator.fail(FakeReplicator.Call.SYNC, ReplicatorException.Kind.FAILING);
    house.put(A, "k", "2");
    house.settle("it is failing", () -> house.state(A) == BackupState.FAILING);
    house.put(B, "k", "1");
    house.replicator.fail(FakeReplicator.Call.SYNC, null);
    assertThat(house.backups.status(A).epoch()).as("it is still hot").isNotNull();

    assertThat(house.backups.verify(A).ok()).isTrue();
    assertThat(house.replicator.restorable("a")).isEqualTo(last().revision()).isEqualTo(2);
  }

  @Test
  void thoseThatAreDueForLongestComeFirst() {
    house.putAndSync(B, "k", "1");
    house.pass(Duration.ofSeconds(5));
    house.putAndSync(A, "k", "1");
    house.pass(DELAY);
    assertThat(house.backups.figures().drills().due()).isEqualTo(2);
    assertThat(house.backups.figures().drills().oldestDue())
        .isGreaterThanOrEqualTo(Duration.ofSeconds(5));

    house.backups.drill();

    assertThat(house.backups.status(B).proof().last()).isNotNull();
    assertThat(proof().last()).isNull();
    assertThat(house.backups.figures().drills().due()).isEqualTo(1);
  }

  @Test
  void afterADrillOthersRestNineTimesAsLong() {
    house.putAndSync(A, "k", "1");
    house.putAndSync(B, "k", "1");
    house.pass(DELAY);
    replica.during(() -> house.pass(Duration.ofSeconds(2)));
    house.backups.drill();
    house.pass(Duration.ofSeconds(17));
    house.backups.drill();
    assertThat(house.backups.figures().drills().proven()).isEqualTo(1);

    house.pass(Duration.ofSeconds(1));
    house.backups.drill();

    assertThat(house.backups.figures().drills().proven()).isEqualTo(2);
    assertThat(last().took()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void writesDuringADrillAreNotPartOfItAndMakeAnotherDue() {
    long revision = house.putAndSync(A, "k", "1");
    house.pass(DELAY);
    replica.during(() -> house.put(A, "k", "2"));

    house.backups.drill();

    assertThat(last().ok()).isTrue();
    assertThat(last().revision()).isEqualTo(revision);
    replica.during(() -> {});
    house.settle(
        "the write is in the replica",
        () -> house.backups.status(A).replicatedRevision() > revision);
    house.backups.drill();
    assertThat(proof().due()).isEqualTo(last().at() + INTERVAL.toMillis());
  }

  @Test
  void aShardThatIsWrittenToAllTheTimeIsComparedAtOneState() throws Exception {
    house.putAndSync(A, "k", "1");
    int overtaken = 0;
    try (ExecutorService writers = Executors.newSingleThreadExecutor()) {
      for (int i = 0; i < 10; i++) {
        Future<Long> written = writers.submit(this::writeMany);

        Drilled drilled = house.backups.verify(A);

        assertThat(drilled.reason()).isEmpty();
        overtaken += drilled.revision() < written.get() ? 1 : 0;
      }
    }
    assertThat(overtaken).as("drills with writes beside them").isPositive();
  }

  private long writeMany() {
    long last = 0;
    for (int i = 0; i < 300; i++) {
      last = house.put(A, "k" + i % 50, "" + i);
    }
    return last;
  }

  @Test
  void anEpochThatBeginsDuringADrillStaysDue() {
    house.putAndSync(A, "k", "1");
    park();
    replica.during(() -> house.putAndSync(A, "k", "2"));

    house.backups.drill();

    assertThat(last().ok()).isTrue();
    assertThat(last().revision()).isEqualTo(1);
    assertThat(proof().due()).as("that of the new epoch").isNotNull();
    replica.during(() -> {});
    house.pass(DELAY);
    house.backups.drill();
    assertThat(last().revision()).isEqualTo(2);
  }

  @Test
  void whatIsKnownOutlivesARestart() {
    house.putAndSync(A, "k", "1");
    house.pass(DELAY);
    house.backups.drill();
    house.putAndSync(A, "k", "2");
    house.backups.drill();
    ShardProof before = proof();
    assertThat(before.due()).isNotNull();

    house.restart();

    assertThat(proof()).isEqualTo(before);
  }

  @Test
  void whatWasProvenOfAnotherReplicaIsNoProofOfThisOne() {
    house.putAndSync(A, "k", "1");
    Drilled proven = house.backups.verify(A);

    house.replicaUrl = "file:///other";
    house.restart();
    assertThat(proof().proven()).isNull();

    house.replicaUrl = "file:///replica";
    house.restart();
    assertThat(proof().proven()).isEqualTo(proven);
  }

  @Test
  void ofADeletedShardNothingIsKnown() {
    house.putAndSync(A, "k", "1");
    house.pass(DELAY);
    house.backups.drill();
    house.registry.delete(A);

    assertThat(proof()).isEqualTo(ShardProof.NONE);
    house.pass(INTERVAL);
    house.backups.drill();
    assertThat(house.backups.figures().drills().failed()).isZero();
    assertThat(house.backups.figures().stored().shards()).isZero();
  }

  @Test
  void aShardThatIsDeletedDuringADrillLeavesNothingBehind() {
    house.putAndSync(A, "k", "1");
    house.pass(DELAY);
    replica.during(() -> house.registry.delete(A));
    house.backups.drill();

    assertThat(proof().last()).isNull();
    assertThat(proof().due()).isNull();
    assertThat(house.backups.figures().drills().failing()).isZero();
  }

  @Test
  void whatLiesInTheReplicaIsToldAsItWasSeen() {
    house.putAndSync(A, "k", "1");
    park();
    house.putAndSync(A, "k", "2");
    house.backups.drill();
    ReplicaExtent extent = requireNonNull(proof().extent());

    assertThat(extent.epochs()).isEqualTo(2);
    // What the drill itself has asked for came after it had looked.
    assertThat(extent.objects()).isBetween(2L, (long) replica.files("a").size());
    assertThat(extent.bytes()).isPositive();
    assertThat(extent.from()).isBetween(1L, extent.to());
    ReplicaFigures stored = house.backups.figures().stored();
    assertThat(stored.shards()).isEqualTo(1);
    assertThat(stored.objects()).isEqualTo(extent.objects());
    assertThat(stored.bytes()).isEqualTo(extent.bytes());
    assertThat(stored.requests()).isEqualTo(replica.calls());
  }

  @Test
  void oneThatIsAskedForComesAtOnce() {
    long revision = house.putAndSync(A, "k", "1");

    Drilled drilled = house.backups.verify(A);

    assertThat(drilled.ok()).isTrue();
    assertThat(drilled.revision()).isEqualTo(revision);
    assertThat(proof().proven()).isEqualTo(drilled);
    assertThat(proof().due()).isNull();
  }
}
