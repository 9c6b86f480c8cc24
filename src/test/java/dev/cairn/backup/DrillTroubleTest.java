package dev.cairn.backup;

import static dev.cairn.backup.BackupHouse.A;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.shard.SettingsChange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What drills make of bad backups, and of trouble that is none of the backup's. */
@Timeout(120)
class DrillTroubleTest {

  private static final Duration DELAY = DrillSettings.DEFAULT.delay();

  /** Longer than an attempt that came to no result is not repeated. */
  private static final Duration RETRY = Duration.ofHours(2);

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
    house = new BackupHouse(data, BackupHouse.quick(1000, Duration.ofDays(2)), 8, replica);
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

  private DrillFigures figures() {
    return house.backups.figures().drills();
  }

  private void park() {
    house.pass(Duration.ofDays(3));
    house.settle("it is cold", () -> house.state(A) == BackupState.COLD);
  }

  /** What may happen to a replica that nobody notices. */
  enum Damage {
    FILE_REMOVED("missing"),
    BYTE_FLIPPED("checksum mismatch"),
    WIPED(""),
    VALUE_CHANGED("differs in these namespaces: default."),
    METADATA_ADDED("differs in these namespaces: default."),
    REVISION_CHANGED("is at revision 99, the shard was at "),
    ANOTHER_SHARD("is shard b"),
    NO_DATABASE("damaged");

    private final String told;

    Damage(String told) {
      this.told = told;
    }

    void happen(FakeReplica replica) throws Exception {
      List<Path> files = replica.files("a");
      for (Path file : files) {
        switch (this) {
          case VALUE_CHANGED -> FakeReplica.change(file, "update entries set value = '0'");
          case METADATA_ADDED -> FakeReplica.change(file, "update entries set metadata = '{}'");
          case REVISION_CHANGED -> FakeReplica.change(file, "update meta set revision = 99");
          case ANOTHER_SHARD -> FakeReplica.change(file, "update meta set shard = 'b'");
          case NO_DATABASE -> Files.writeString(file, "no database");
          case FILE_REMOVED, BYTE_FLIPPED, WIPED -> {}
        }
      }
      switch (this) {
        case FILE_REMOVED -> Files.delete(files.get(1));
        case BYTE_FLIPPED -> replica.flip(files.get(1));
        case WIPED -> replica.wipe();
        case VALUE_CHANGED, METADATA_ADDED, REVISION_CHANGED, ANOTHER_SHARD, NO_DATABASE -> {}
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void aHotShardWhoseBackupIsBadGetsANewEpochThatIsProven(Damage damage) throws Exception {
    write();
    // A state of its own comes into the replica with the drill: all that was copied is damaged.
    replica.during(() -> happen(damage));
    if (damage == Damage.FILE_REMOVED || damage == Damage.WIPED) {
      happen(damage);
      replica.during(() -> {});
    }

    judge(damage);
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void aColdShardWhoseBackupIsBadGetsANewEpochThatIsProven(Damage damage) throws Exception {
    write();
    park();
    happen(damage);

    judge(damage);
  }

  private void write() {
    for (int i = 0; i < 4; i++) {
      house.putAndSync(A, "k" + i, "1");
    }
  }

  private void happen(Damage damage) {
    try {
      damage.happen(replica);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void judge(Damage damage) {
    house.pass(DELAY);
    house.backups.drill();
    Drilled failed = requireNonNull(proof().last());
    assertThat(failed.ok()).isFalse();
    assertThat(failed.reason()).contains(damage.told);
    assertThat(figures().failed()).isEqualTo(1);
    assertThat(figures().failing()).isEqualTo(1);
    assertThat(figures().named()).containsEntry(A, failed.reason());
    assertThat(proof().proven()).isNull();

    replica.during(() -> {});
    house.settle(
        "it has a new epoch",
        () -> {
          EpochName epoch = house.backups.status(A).epoch();
          return house.state(A) == BackupState.HOT && epoch != null && epoch.number() == 2;
        });
    house.backups.drill();
    assertThat(figures().proven()).as("not at once").isZero();
    house.pass(DELAY);
    // A step may be under way, and then the shard is tried a little later.
    house.settle(
        "it is proven",
        () -> {
          house.backups.drill();
          return proof().proven() != null;
        });
    assertThat(proof().last()).isEqualTo(proof().proven());
    assertThat(figures().failing()).isZero();
    assertThat(figures().named()).isEmpty();
  }

  @Test
  void whateverTheStoreRefusesTheBackupIsNotTakenForBad() {
    write();
    boolean failed = true;
    for (int call = 1; failed; call++) {
      house.put(A, "k", "" + call);
      house.pass(RETRY);
      replica.failCall(call);
      CairnException refused =
          catchThrowableOfType(CairnException.class, () -> house.backups.verify(A));
      failed = replica.hasFailed();
      assertThat(refused != null).as("call %d", call).isEqualTo(failed);
      assertThat(house.scratch()).isEmpty();
      if (refused != null) {
        assertThat(refused.code()).isEqualTo(ErrorCode.DRILL_UNTRIED);
        assertThat(proof().untried()).contains("The store is away.");
        assertThat(figures().untried()).isEqualTo(call);
      }
    }
    assertThat(figures().failed()).isZero();
    assertThat(figures().untried()).isGreaterThan(5);
    assertThat(proof().untried()).isEmpty();
    assertThat(proof().proven()).isNotNull();
  }

  @Test
  void ofAColdShardToo() {
    write();
    park();
    boolean failed = true;
    for (int call = 1; failed; call++) {
      replica.failCall(call);
      CairnException refused =
          catchThrowableOfType(CairnException.class, () -> house.backups.verify(A));
      failed = replica.hasFailed();
      assertThat(refused != null).as("call %d", call).isEqualTo(failed);
    }
    assertThat(figures().failed()).isZero();
    assertThat(proof().proven()).isNotNull();
  }

  @Test
  void whatCouldNotBeTriedIsTriedAgainAfterLongerAndLonger() {
    write();
    house.pass(DELAY);
    replica.away(true);
    house.backups.drill();
    assertThat(figures().untried()).isEqualTo(1);
    house.pass(Duration.ofSeconds(59));
    house.backups.drill();
    assertThat(figures().untried()).isEqualTo(1);
    house.pass(Duration.ofSeconds(1));
    house.backups.drill();
    assertThat(figures().untried()).isEqualTo(2);
    replica.away(false);
    house.pass(Duration.ofSeconds(119));
    house.backups.drill();
    assertThat(proof().last()).isNull();
    house.pass(Duration.ofSeconds(1));
    house.backups.drill();

    assertThat(proof().proven()).isNotNull();
    assertThat(proof().untried()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = ReplicatorException.Kind.class,
      names = {"FAILING", "UNKNOWN", "DOWN"})
  void aReplicatorInTroubleIsNoBadBackup(ReplicatorException.Kind kind) {
    write();
    house.pass(DELAY);
    house.replicator.fail(FakeReplicator.Call.SYNC, kind);
    house.backups.drill();

    assertThat(figures().untried()).isEqualTo(1);
    assertThat(figures().failed()).isZero();
    house.replicator.fail(FakeReplicator.Call.SYNC, null);
  }

  @Test
  void aShardThatTheReplicatorHasForgottenGetsANewEpoch() {
    write();
    house.pass(DELAY);
    house.replicator.fail(FakeReplicator.Call.SYNC, ReplicatorException.Kind.LOST);
    house.backups.drill();
    house.replicator.fail(FakeReplicator.Call.SYNC, null);

    assertThat(figures().failed()).isZero();
    house.settle(
        "it has a new epoch",
        () -> {
          EpochName epoch = house.backups.status(A).epoch();
          return epoch != null && epoch.number() == 2;
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = ReplicatorException.Kind.class,
      names = {"UNKNOWN", "DOWN"})
  void aRestoreThatCouldNotBeMadeIsNoBadBackup(ReplicatorException.Kind kind) {
    write();
    house.pass(DELAY);
    replica.failRestores(1, kind);
    house.backups.drill();

    assertThat(figures().untried()).isEqualTo(1);
    assertThat(figures().failed()).isZero();
  }

  @Test
  void aRestoreThatFailsOnceIsMadeAgain() {
    write();
    house.pass(DELAY);
    replica.failRestores(1, ReplicatorException.Kind.FAILING);
    house.backups.drill();

    assertThat(figures().proven()).isEqualTo(1);
  }

  @Test
  void aRestoreThatFailsWhileTheStoreCantBeReadIsNoBadBackup() {
    write();
    house.pass(DELAY);
    replica.failRestores(1, ReplicatorException.Kind.FAILING);
    replica.during(() -> replica.away(true));
    house.backups.drill();

    assertThat(figures().untried()).isEqualTo(1);
    assertThat(figures().failed()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = Damage.class,
      names = {"VALUE_CHANGED", "ANOTHER_SHARD"})
  void aColdShardThatIsWrittenToMeanwhileIsNotTakenForBad(Damage damage) throws Exception {
    write();
    park();
    damage.happen(replica);
    replica.during(() -> house.put(A, "k", "2"));
    house.backups.drill();

    assertThat(figures().failed()).isZero();
    assertThat(proof().untried()).contains("written to meanwhile");
  }

  @Test
  void aShardWithoutAnEpochCantBeTried() {
    house.replicator.fail(FakeReplicator.Call.REGISTER, ReplicatorException.Kind.FAILING);
    house.put(A, "k", "1");
    house.settle("it is failing", () -> house.state(A) == BackupState.FAILING);

    CairnException refused =
        catchThrowableOfType(CairnException.class, () -> house.backups.verify(A));

    assertThat(refused.code()).isEqualTo(ErrorCode.DRILL_UNTRIED);
    assertThat(figures().failed()).isZero();
    house.replicator.fail(FakeReplicator.Call.REGISTER, null);
  }

  @Test
  void aShardThatWasNeverCopiedHasNoGoodBackup() {
    house.registry.put(A, SettingsChange.NONE);

    assertThat(house.backups.verify(A).reason()).contains("has nothing of shard a");

    house.settle("it is copied", () -> house.replicator.restorable("a") >= 0);
    assertThat(house.backups.verify(A).ok()).isTrue();
  }

  @Test
  void whatNoEpochMendsFillsNoStoreWithEpochs() {
    write();
    replica.during(() -> happen(Damage.VALUE_CHANGED));
    for (int second = 0; second < Duration.ofDays(1).toSeconds(); second += 60) {
      house.pass(Duration.ofMinutes(1));
      house.backups.round();
      house.backups.drill();
    }

    assertThat(figures().failed()).isBetween(2L, 20L);
    assertThat(figures().failing()).isEqualTo(1);
  }
}
