package dev.cairn.backup;

import static dev.cairn.backup.BackupHouse.A;
import static dev.cairn.backup.BackupHouse.B;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.ShardId;
import dev.cairn.shard.SettingsChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How shards become hot, stay so and become cold again while nothing is in the way. */
@Timeout(120)
class HotBackupsTest {

  private static final Duration LONG = Duration.ofMinutes(4);

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

  private EpochName epoch() {
    EpochName epoch = house.backups.status(A).epoch();
    assertThat(epoch).as("its epoch").isNotNull();
    return epoch == null ? new EpochName(1, 0) : epoch;
  }

  private void park() {
    house.pass(LONG);
    house.settle("it is cold", () -> house.state(A) == BackupState.COLD);
  }

  @Test
  void whatIsWrittenComesIntoTheReplicaByItself() {
    long revision = house.putAndSync(A, "k", "1");

    assertThat(house.replicator.restorable("a")).isEqualTo(revision);
    assertThat(house.state(A)).isEqualTo(BackupState.HOT);
    assertThat(epoch().number()).isEqualTo(1);
    assertThat(house.markers()).containsExactly("a");
  }

  @Test
  void shardsThatWereThereBeforeTheReplicaAreCopiedOnce() throws Exception {
    house.close();
    house =
        new BackupHouse(data.resolve("other"), BackupHouse.quick(1000, Duration.ofMinutes(3)), 8);
    for (int i = 0; i < 25; i++) {
      house.registry.put(new ShardId("s" + i), SettingsChange.NONE);
    }

    house.settle(
        "all of them are in the replica",
        () -> {
          for (int i = 0; i < 25; i++) {
            if (house.replicator.restorable("s" + i) < 0) {
              return false;
            }
          }
          return true;
        });
    park(25);
    int copies = house.replicator.copies().size();
    house.restart();
    for (int i = 0; i < 10; i++) {
      house.backups.round();
    }
    assertThat(house.replicator.registeredFiles()).isZero();
    assertThat(house.replicator.copies()).hasSize(copies);
  }

  private void park(int shards) {
    house.pass(LONG);
    house.settle(
        "all are cold",
        () -> {
          for (int i = 0; i < shards; i++) {
            if (house.state(new ShardId("s" + i)) != BackupState.COLD) {
              return false;
            }
          }
          return true;
        });
  }

  @Test
  void aShardThatIsOnlyReadStaysCold() {
    house.registry.put(A, SettingsChange.NONE);
    house.registry.read(A, (_, revision) -> revision);
    house.backups.round();

    assertThat(house.state(A)).isEqualTo(BackupState.COLD);
    assertThat(house.replicator.registeredFiles()).isZero();
  }

  @Test
  void aShardThatWasHotBeforeIsCopiedFromItsFirstWriteOn() {
    house.putAndSync(A, "k", "1");
    park();

    house.put(A, "k", "2");

    // No round was needed: it was woken on the way.
    assertThat(house.state(A)).isEqualTo(BackupState.HOT);
    assertThat(epoch().number()).isEqualTo(2);
    assertThat(house.replicator.placeOf("a")).isEqualTo(new ReplicaPlace("a", epoch()));
  }

  @Test
  void aShardThatNobodyWritesToIsParked() {
    house.putAndSync(A, "k", "1");

    park();

    assertThat(house.replicator.registeredFiles()).isZero();
    assertThat(house.markers()).isEmpty();
    assertThat(house.notes()).isEmpty();
    assertThat(house.backups.status(A).lag()).isNull();
  }

  @Test
  void writesKeepAShardHot() {
    house.putAndSync(A, "k", "1");
    for (int i = 0; i < 6; i++) {
      house.pass(Duration.ofMinutes(1));
      house.putAndSync(A, "k", "2" + i);
    }

    assertThat(house.state(A)).isEqualTo(BackupState.HOT);
    assertThat(epoch().number()).isEqualTo(1);
  }

  @Test
  void theStoreMovesItsLogAgainOnceItIsParked() {
    house.putAndSync(A, "k", "1");
    park();
    house.pass(Duration.ofMinutes(1));

    house.registry.read(A, (_, revision) -> revision);
    house.settle(
        "its log is empty",
        () -> {
          house.registry.put(A, new SettingsChange(Durability.FULL, null));
          return house.logBytes(A) == 0;
        });
  }

  @Test
  void aLongEpochIsFollowedByAnother() {
    long revision = house.putAndSync(A, "k", "1");
    for (int i = 0; i < 200; i++) {
      house.pass(Duration.ofMinutes(2));
      revision = house.putAndSync(A, "k", "2" + i);
    }

    assertThat(epoch().number()).isEqualTo(2);
    assertThat(house.replicator.restorable("a")).isEqualTo(revision);
  }

  @Test
  void aWriteThatWaitsForTheReplicaIsToldByASyncThatBeganAfterIt() {
    house.putAndSync(A, "k", "1");
    int before = house.replicator.syncs();
    house.replicator.holdSyncs();
    long revision = house.put(A, "k", "2");

    CompletableFuture<Boolean> told = house.backups.replicated(A, revision);

    assertThat(told).isNotDone();
    house.replicator.releaseSyncs();
    assertThat(told).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(true);
    assertThat(house.replicator.restorable("a")).isGreaterThanOrEqualTo(revision);
    assertThat(house.replicator.syncs()).isGreaterThan(before);
  }

  @Test
  void oneSyncServesAllWhoWait() {
    house.putAndSync(A, "k", "1");
    house.replicator.holdSyncs();
    CompletableFuture<Boolean> first = house.backups.replicated(A, house.put(A, "k", "2"));
    List<CompletableFuture<Boolean>> others =
        IntStream.range(0, 100)
            .mapToObj(i -> house.backups.replicated(A, house.put(A, "k", "3" + i)))
            .toList();
    int begun = house.replicator.syncs();

    house.replicator.releaseSyncs();

    assertThat(first).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(true);
    others.forEach(told -> assertThat(told).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(true));
    assertThat(house.replicator.syncs() - begun).as("further syncs").isLessThanOrEqualTo(1);
  }

  @Test
  void whatIsInTheReplicaNeedsNoWaiting() {
    long revision = house.putAndSync(A, "k", "1");
    park();

    assertThat(house.backups.replicated(A, revision)).isCompletedWithValue(true);
  }

  @Test
  void theLagIsTheAgeOfTheOldestWriteThatIsNotCopied() {
    house.putAndSync(A, "k", "1");
    house.replicator.holdSyncs();
    house.put(A, "k", "2");
    house.pass(Duration.ofSeconds(7));
    house.put(A, "k", "3");
    house.pass(Duration.ofSeconds(2));

    assertThat(house.backups.status(A).lag()).isEqualTo(Duration.ofSeconds(9));
    assertThat(house.backups.figures().lag()).isEqualTo(Duration.ofSeconds(9));
    house.replicator.releaseSyncs();
  }

  @Test
  void whatWasUploadedIsCountedAcrossEpochsAndShards() {
    for (int i = 0; i < 3; i++) {
      house.putAndSync(A, "k", "" + i);
      house.putAndSync(B, "k", "" + i);
    }
    park();
    house.putAndSync(A, "k", "in a second epoch");

    assertThat(house.replicator.copies()).hasSize(3);
    assertThat(house.backups.figures().uploads()).isEqualTo(copies());
  }

  @Test
  void whatAnEarlierProcessUploadedIsNotCounted() {
    house.putAndSync(A, "k", "1");
    house.restart();
    long before = copies();
    assertThat(before).isPositive();

    house.putAndSync(A, "k", "2");
    house.putAndSync(A, "k", "3");

    // The first answer of the new process only tells where it begins to count.
    assertThat(house.backups.figures().uploads()).isPositive().isLessThan(copies() - before);
  }

  /** Transactions in the replica. */
  private long copies() {
    return house.replicator.copies().values().stream().mapToLong(List::size).sum();
  }

  @Test
  void theLeastRecentlyWrittenGivesItsPlaceToOneThatIsWrittenTo() throws Exception {
    house.close();
    house = new BackupHouse(data.resolve("other"), BackupHouse.quick(1, Duration.ofHours(1)), 8);
    house.putAndSync(A, "k", "1");
    house.pass(Duration.ofSeconds(30));

    long revision = house.put(B, "k", "1");

    house.settle("b is in the replica", () -> house.replicator.restorable("b") >= revision);
    assertThat(house.state(A)).isEqualTo(BackupState.COLD);
    assertThat(house.replicator.registeredFiles()).isEqualTo(1);
    assertThat(house.backups.figures().hotCap()).isEqualTo(1);
  }

  @Test
  void aShardThatIsClosedToMakeRoomIsParkedFirst() throws Exception {
    house.close();
    house = new BackupHouse(data.resolve("other"), BackupHouse.quick(8, Duration.ofHours(1)), 1);
    long revision = house.put(A, "k", "1");
    house.settle("it is hot", () -> house.state(A) == BackupState.HOT);

    house.put(B, "k", "1");

    assertThat(house.state(A)).isEqualTo(BackupState.COLD);
    assertThat(house.replicator.restorable("a")).isEqualTo(revision);
    assertThat(house.notes()).as("notes of a").noneMatch(name -> name.startsWith(".a."));
  }

  @Test
  void aDeletedShardIsLetGoAndTheNextOfItsNameGetsAPlaceOfItsOwn() {
    house.putAndSync(A, "k", "1");
    house.registry.delete(A);

    assertThat(house.replicator.registeredFiles()).isZero();
    assertThat(house.markers()).isEmpty();
    assertThat(house.notes()).isEmpty();

    house.putAndSync(A, "k", "2");
    assertThat(epoch().number()).isEqualTo(2);
  }

  @Test
  void aHotShardIsGoneOnWithAfterARestartThoughNobodyAsksForIt() {
    long revision = house.putAndSync(A, "k", "1");
    EpochName before = epoch();

    house.restart();

    house.settle(
        "it is in the replica", () -> house.backups.status(A).replicatedRevision() >= revision);
    assertThat(epoch()).isEqualTo(before);
  }

  @Test
  void whatWasWrittenWithoutAnEpochGetsOneAfterARestart() {
    house.replicator.fail(FakeReplicator.Call.REGISTER, ReplicatorException.Kind.FAILING);
    long revision = house.put(A, "k", "1");
    house.settle("it is failing", () -> house.state(A) == BackupState.FAILING);
    house.replicator.fail(FakeReplicator.Call.REGISTER, null);

    house.restart();

    house.settle("it is copied", () -> house.replicator.restorable("a") >= revision);
  }
}
