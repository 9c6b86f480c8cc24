package dev.cairn.backup;

import static dev.cairn.backup.BackupHouse.A;
import static dev.cairn.backup.BackupHouse.B;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ShardId;
import dev.cairn.backup.CopyStore.StoredCopy;
import dev.cairn.storage.RestoredShard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of real shards, with a clock that moves when a test says so. */
class DailyCopiesTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path directory;

  @SuppressWarnings("NullAway.Init") // set before each test
  private CopyHouse house;

  @BeforeEach
  void begin() {
    house = new CopyHouse(directory);
  }

  @AfterEach
  void end() {
    house.close();
  }

  private StoredCopy last(ShardId id) {
    return Objects.requireNonNull(house.copies.report(id).last(), "a copy of " + id);
  }

  @Test
  void aShardThatChangedIsCopiedWithinADay() throws Exception {
    house.put(A, "k", "\"v\"");
    house.round();
    assertThat(house.stored(A)).isEmpty();

    house.pass(Duration.ofDays(1));
    house.round();

    CopyName copy = house.stored(A).getFirst();
    assertThat(copy.revision()).isEqualTo(1);
    assertThat(copy.millis()).isEqualTo(house.millis());
    Path file = directory.resolve("fetched.sqlite");
    house.copyStore().fetch("a", copy, file);
    RestoredShard restored = house.files().examine(file);
    assertThat(restored.id()).isEqualTo(A);
    assertThat(restored.revision()).isEqualTo(1);
    assertThat(value(file)).isEqualTo("\"v\"");
    assertThat(last(A).bytes())
        .isEqualTo(Files.size(directory.resolve("replica/copies/a/" + copy + ".sqlite.gz")));
    assertThat(house.copies.figures()).isEqualTo(new Copies.Figures(1, 0, 0, 0));
    assertThat(house.files().scratch()).isEmptyDirectory();
  }

  private static String value(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select value from entries")) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void aShardThatDidNotChangeIsNotCopiedAgainAndNothingIsAskedOfTheStore() {
    house.put(A, "k", "1");
    house.passAndCopy(Duration.ofDays(1));
    long asked = house.store.requests();

    for (int day = 0; day < 30; day++) {
      house.passAndCopy(Duration.ofDays(1));
    }

    assertThat(house.store.requests()).isEqualTo(asked);
    assertThat(house.copies.figures().made()).isEqualTo(1);
  }

  @Test
  void whatIsWrittenAfterACopyIsInTheNext() throws IOException {
    for (int day = 1; day <= 3; day++) {
      house.put(A, "k", "" + day);
      house.passAndCopy(Duration.ofDays(1));
      assertThat(house.stored(A)).hasSize(day);
      assertThat(last(A).name().revision()).isEqualTo(day);
    }
  }

  @Test
  void aBusyShardIsCopiedAboutOnceADay() throws IOException {
    for (int hour = 0; hour < 24 * 5; hour++) {
      house.put(A, "k", "" + hour);
      house.passAndCopy(Duration.ofHours(1));
    }

    assertThat(house.stored(A)).hasSizeBetween(4, 7);
  }

  @Test
  void aShardThatIsOpenedAndWrittenAgainAndAgainIsCopiedAllTheSame() throws IOException {
    for (int hour = 0; hour < 30; hour++) {
      house.put(A, "k", "" + hour);
      house.put(B, "k", "" + hour);
      house.restart();
      house.passAndCopy(Duration.ofHours(1));
    }

    assertThat(house.stored(A)).isNotEmpty();
    assertThat(house.stored(B)).isNotEmpty();
  }

  @Test
  void whatChangedIsRememberedOverARestart() throws IOException {
    house.put(A, "k", "1");
    house.restart();

    house.passAndCopy(Duration.ofDays(1));

    assertThat(house.stored(A)).hasSize(1);
    house.restart();
    assertThat(last(A).name()).isEqualTo(house.stored(A).getFirst());
  }

  @Test
  void aChangeWhoseNoteWasLostIsFoundWhenTheShardIsOpened() throws IOException {
    house.put(A, "k", "1");
    house.passAndCopy(Duration.ofDays(1));
    house.put(A, "k", "2");
    house.loseNotesOfChanges();
    assertThat(house.revision(A)).isEqualTo(2);

    house.passAndCopy(Duration.ofDays(1));

    assertThat(house.stored(A)).extracting(CopyName::revision).containsExactly(1L, 2L);
  }

  @Test
  void oldCopiesGoByTheRule() throws IOException {
    for (int i = 1; i <= 20; i++) {
      house.put(A, "k", "" + i);
      house.passAndCopy(Duration.ofDays(1));
    }

    List<CopyName> stored = house.stored(A);
    assertThat(CopyKeeping.DEFAULT.excess(stored)).isEmpty();
    assertThat(stored).hasSizeBetween(8, 12);
    assertThat(stored.getLast().revision()).isEqualTo(20);
  }

  @Test
  void aStoreThatIsAwayIsTriedAgainAndNothingIsForgotten() throws IOException {
    house.put(A, "k", "1");
    house.put(B, "k", "1");
    house.store.away(true);
    house.passAndCopy(Duration.ofDays(1));

    assertThat(house.copies.figures().failed()).as("then it is left alone").isEqualTo(1);
    assertThat(house.copies.figures().newestFailure()).isEqualTo(house.millis());
    for (int minute = 0; minute < 10; minute++) {
      house.passAndCopy(Duration.ofMinutes(1));
    }
    assertThat(house.copies.report(A).failure()).contains("is away");
    assertThat(house.copies.report(B).failure()).contains("is away");
    assertThat(house.copies.figures().failing()).isEqualTo(2);

    house.store.away(false);
    for (int minute = 0; minute < 60; minute++) {
      house.passAndCopy(Duration.ofMinutes(1));
    }
    assertThat(house.stored(A)).hasSize(1);
    assertThat(house.stored(B)).hasSize(1);
    assertThat(house.copies.report(A).failure()).isEmpty();
    assertThat(house.copies.figures().failing()).isZero();
  }

  @Test
  void aDamagedShardIsNoCopyAndTheOthersAreMade() throws Exception {
    house.put(A, "k", "\"" + "x".repeat(100_000) + "\"");
    house.put(B, "k", "1");
    house.damage(A);

    house.passAndCopy(Duration.ofDays(1));

    assertThat(house.stored(A)).isEmpty();
    assertThat(house.stored(B)).hasSize(1);
    assertThat(house.copies.report(A).failure()).isNotEmpty();
    assertThat(house.files().scratch()).isEmptyDirectory();
  }

  @Test
  void aDeletedShardIsNotCopiedAndKeepsItsCopies() throws IOException {
    house.put(A, "k", "1");
    house.passAndCopy(Duration.ofDays(1));
    house.put(A, "k", "2");
    house.registry.delete(A);

    house.passAndCopy(Duration.ofDays(2));

    assertThat(house.stored(A)).hasSize(1);
    assertThat(house.copies.report(A).last()).isNull();
    assertThat(house.copies.figures().failed()).isZero();
  }

  @Test
  void copyingTakesATenthOfTheTimeAtMost() throws IOException {
    for (int i = 0; i < 12; i++) {
      house.put(new ShardId("s" + i), "k", "1");
    }
    house.pass(Duration.ofDays(1));
    house.slow(Duration.ofSeconds(1));
    house.round();
    assertThat(house.copies.figures().made()).isEqualTo(1);

    house.pass(Duration.ofSeconds(8));
    house.round();
    assertThat(house.copies.figures().made()).isEqualTo(1);

    house.pass(Duration.ofSeconds(2));
    house.round();
    assertThat(house.copies.figures().made()).isEqualTo(2);
  }

  @Test
  void theOtherListenerHearsEverything() {
    long revision = house.put(A, "k", "1");
    house.registry.delete(A);

    assertThat(house.heard)
        .containsExactly(
            "opened a", "prepare", "committed " + revision, "closing DELETION", "deleting a");
  }
}
