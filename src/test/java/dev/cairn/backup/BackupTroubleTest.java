package dev.cairn.backup;

import static dev.cairn.backup.BackupHouse.A;
import static dev.cairn.backup.BackupHouse.B;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.FakeReplicator.Call;
import dev.cairn.backup.ReplicatorException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of shards while something is in the way of their copying, and afterwards. */
@Timeout(120)
class BackupTroubleTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path data;

  @SuppressWarnings("NullAway.Init") // set before each test
  private BackupHouse house;

  @BeforeEach
  void build() {
    house = new BackupHouse(data);
  }

  @AfterEach
  void tearDown() throws Exception {
    house.close();
  }

  private long epoch() {
    EpochName epoch = house.backups.status(A).epoch();
    return epoch == null ? 0 : epoch.number();
  }

  private void awaitCopied(long revision) {
    house.settle("it is copied", () -> house.replicator.restorable("a") >= revision);
    house.settle("it is known", () -> house.backups.status(A).replicatedRevision() >= revision);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"FAILING", "UNKNOWN", "DOWN"})
  void writesGoOnWhileNothingCanBeRegistered(Kind kind) {
    house.replicator.fail(Call.REGISTER, kind);
    house.put(A, "k", "1");
    house.settle("it says why", () -> house.state(A) == BackupState.FAILING);
    long revision = house.put(A, "k", "2");

    assertThat(house.backups.status(A).reason()).contains("away");
    house.replicator.fail(Call.REGISTER, null);
    awaitCopied(revision);
    assertThat(house.state(A)).isEqualTo(BackupState.HOT);
  }

  @Test
  void aRegistrationWhoseAnswerWasLostIsTakenBackBeforeTheNext() {
    house.replicator.unknownIsDone(true);
    house.replicator.fail(Call.REGISTER, Kind.UNKNOWN);
    house.put(A, "k", "1");
    house.settle("it says why", () -> house.state(A) == BackupState.FAILING);
    house.replicator.fail(Call.REGISTER, null);

    awaitCopied(house.put(A, "k", "2"));

    assertThat(epoch()).as("the place of the lost answer is not used again").isGreaterThan(1);
  }

  @Test
  void aShardWithoutAnEpochIsListedFirstAndWaitsForTheStore() {
    house.store.away(true);
    long revision = house.put(A, "k", "1");
    house.settle("it says why", () -> house.state(A) == BackupState.FAILING);
    assertThat(house.replicator.registeredFiles()).isZero();

    house.store.away(false);

    awaitCopied(revision);
  }

  @Test
  void whoWaitsForTheReplicaIsToldNoInTimeAndTheLagIsShown() throws Exception {
    house.close();
    house = new BackupHouse(data.resolve("other"), shortWait(), 8);
    house.putAndSync(A, "k", "1");
    house.replicator.fail(Call.SYNC, Kind.FAILING);
    long revision = house.put(A, "k", "2");

    CompletableFuture<Boolean> told = house.backups.replicated(A, revision);

    assertThat(told).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(false);
    house.settle("it says why", () -> house.state(A) == BackupState.FAILING);
    house.pass(Duration.ofSeconds(1));
    assertThat(house.backups.status(A).lag()).isPositive();
    house.replicator.fail(Call.SYNC, null);
    awaitCopied(revision);
    assertThat(house.state(A)).isEqualTo(BackupState.HOT);
    assertThat(epoch()).isEqualTo(1);
  }

  private static BackupSettings shortWait() {
    BackupSettings quick = BackupHouse.quick(1000, Duration.ofHours(1));
    return new BackupSettings(
        quick.hotCap(),
        quick.idle(),
        quick.syncInterval(),
        quick.epochAge(),
        quick.logBytes(),
        quick.callLimit(),
        Duration.ofMillis(200));
  }

  @Test
  void aShardIsNotParkedAsLongAsItIsNotAllCopied() {
    house.putAndSync(A, "k", "1");
    house.replicator.fail(Call.SYNC, Kind.FAILING);
    long revision = house.put(A, "k", "2");
    house.pass(Duration.ofMinutes(10));
    house.settle("parking was tried", () -> house.state(A) == BackupState.FAILING);

    assertThat(house.replicator.registeredFiles()).isEqualTo(1);
    house.replicator.fail(Call.SYNC, null);
    house.settle("it is cold", () -> house.state(A) == BackupState.COLD);
    assertThat(house.replicator.restorable("a")).isEqualTo(revision);
  }

  @Test
  void anEpochThatCannotBeGoneOnWithIsFollowedByAnother() {
    house.putAndSync(A, "k", "1");
    house.replicator.fail(Call.SYNC, Kind.LOST);
    long revision = house.put(A, "k", "2");
    house.settle("it has another epoch", () -> epoch() > 1);
    house.replicator.fail(Call.SYNC, null);

    awaitCopied(revision);
  }

  @Test
  void aReplicatorThatDiedAndCameBackGoesOnInTheSameEpoch() {
    house.putAndSync(A, "k", "1");
    house.replicator.kill();
    long revision = house.put(A, "k", "2");
    house.settle("it says why", () -> house.state(A) == BackupState.FAILING);

    house.replicator.startAgain();

    awaitCopied(revision);
    assertThat(epoch()).isEqualTo(1);
  }

  @Test
  void afterADeathWithALogThatWasBegunAnewThereIsANewEpoch() throws Exception {
    house.putAndSync(A, "k", "1");
    house.replicator.kill();
    // As if the process had been killed too, and the file been used by another program meanwhile.
    house.end();
    house.moveLogAsStrangers(A);
    house.startAgain();

    long revision = house.put(A, "k", "2");

    awaitCopied(revision);
    house.settle("it has another epoch", () -> epoch() == 2);
  }

  @Test
  void aFullHouseLeavesAHotShardRegisteredWhileTheStoreIsAway() throws Exception {
    house.close();
    house = new BackupHouse(data.resolve("other"), BackupHouse.quick(8, Duration.ofHours(1)), 1);
    house.put(A, "k", "1");
    house.settle("it is hot", () -> house.state(A) == BackupState.HOT);
    house.replicator.fail(Call.SYNC, Kind.FAILING);
    long revision = house.put(A, "k", "2");
    house.settle("it says why", () -> house.state(A) == BackupState.FAILING);

    house.put(B, "k", "1");

    assertThat(house.replicator.placeOf("a")).as("still copied").isNotNull();
    assertThat(house.registry.status(B).state()).isEqualTo("serving");
    house.replicator.fail(Call.SYNC, null);
    awaitCopied(revision);
  }

  @Test
  void aLogThatGrowsTooLargeIsTakenBackUntilTheStoreIsThereAgain() throws Exception {
    house.close();
    house = new BackupHouse(data.resolve("other"), smallLogs(), 8);
    house.putAndSync(A, "k", "1");
    house.replicator.fail(Call.SYNC, Kind.FAILING);
    house.replicator.fail(Call.UNREGISTER, Kind.FAILING);
    house.replicator.fail(Call.REGISTER, Kind.FAILING);
    String large = "\"" + "x".repeat(100_000) + "\"";
    for (int i = 0; i < 20; i++) {
      house.put(A, "k" + i, large);
    }
    house.settle("it was given up", () -> house.replicator.registeredFiles() == 0);
    house.settle(
        "its log is moved",
        () -> {
          house.put(A, "k", "2");
          return house.logBytes(A) < 500_000;
        });
    house.replicator.fail(Call.SYNC, null);
    house.replicator.fail(Call.UNREGISTER, null);
    house.replicator.fail(Call.REGISTER, null);

    awaitCopied(house.put(A, "k", "3"));
    assertThat(epoch()).isGreaterThan(1);
  }

  @Test
  void aLogThatGrowsTooLargeIsTakenBackWhileTheReplicatorIsDeadForGood() throws Exception {
    house.close();
    house = new BackupHouse(data.resolve("other"), smallLogs(), 8);
    house.putAndSync(A, "k", "1");
    house.replicator.kill();
    String large = "\"" + "x".repeat(100_000) + "\"";
    for (int i = 0; i < 20; i++) {
      house.put(A, "k" + i, large);
    }

    house.settle(
        "its log is moved",
        () -> {
          house.put(A, "k", "2");
          return house.logBytes(A) < 500_000;
        });

    house.replicator.startAgain();
    awaitCopied(house.put(A, "k", "3"));
    assertThat(epoch()).isGreaterThan(1);
  }

  private static BackupSettings smallLogs() {
    BackupSettings quick = BackupHouse.quick(1000, Duration.ofHours(1));
    return new BackupSettings(
        quick.hotCap(),
        quick.idle(),
        quick.syncInterval(),
        quick.epochAge(),
        1_000_000,
        quick.callLimit(),
        quick.replicatedWait());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aParkingWhoseLastAnswerWasLostEndsInANewEpochOrInTheOld(boolean done) {
    house.putAndSync(A, "k", "1");
    house.replicator.unknownIsDone(done);
    house.replicator.fail(Call.UNREGISTER, Kind.UNKNOWN);
    house.pass(Duration.ofMinutes(10));
    house.settle("parking was tried", () -> !house.backups.status(A).reason().isEmpty());
    house.replicator.fail(Call.UNREGISTER, null);

    awaitCopied(house.put(A, "k", "2"));
  }

  @Test
  void aReaderInTheWayOfTheLastMoveKeepsNoShardFromBeingCopied() {
    house.putAndSync(A, "k", "1");
    house.pass(Duration.ofMinutes(10));
    house.settle("it is cold", () -> house.state(A) == BackupState.COLD);
    house.put(A, "k", "2");
    house.replicator.fail(Call.SYNC, Kind.LOST);

    long revision =
        house.registry.read(
            A,
            (reader, _) -> {
              reader.hold();
              assertThat(reader.totals()).isNotNull();
              return house.put(A, "k", "3");
            });
    house.replicator.fail(Call.SYNC, null);

    awaitCopied(revision);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"UNKNOWN", "FAILING"})
  void aDeletedShardIsLetGoOfOnceTheReplicatorAnswers(Kind kind) {
    house.putAndSync(A, "k", "1");
    house.replicator.fail(Call.UNREGISTER, kind);
    house.registry.delete(A);
    house.backups.round();
    house.replicator.fail(Call.UNREGISTER, null);

    house.settle("it is let go of", () -> house.replicator.registeredFiles() == 0);
  }

  @Test
  void aShardMadeWhereADeletedOneIsStillCopiedHasItLetGoOfAndAnEpochOfItsOwn() {
    house.putAndSync(A, "k", "1");
    house.putAndSync(A, "k", "2");
    house.replicator.fail(Call.UNREGISTER, Kind.UNKNOWN);
    house.registry.delete(A);
    long revision = house.put(A, "k", "3");
    house.settle("it says why", () -> house.state(A) == BackupState.FAILING);
    house.replicator.fail(Call.UNREGISTER, null);

    house.settle(
        "its own epoch has it",
        () -> house.backups.status(A).replicatedRevision() == revision && epoch() > 1);
    assertThat(house.replicator.registeredFiles()).isEqualTo(1);
  }
}
