package dev.cairn.storage;

import static dev.cairn.storage.Units.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.Revision;
import dev.cairn.ShardId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much of its feed a shard keeps, and what a reader is told that comes too late. */
public abstract class HorizonContract {

  private static final int KEPT = 2000;
  private static final FeedSettings FEED = new FeedSettings(KEPT, Duration.ofHours(1));
  private static final ShardId SHARD = new ShardId("fed");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path directory;

  private final UnitExecutor executor = new UnitExecutor(Limits.DEFAULT, true);

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private StorageDriver driver;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private ShardStore store;

  private long now = 1_700_000_000_000L;

  /** Starts the driver over a directory that is empty and the test's own. */
  protected abstract StorageDriver start(Path directory, FeedSettings feed);

  @BeforeEach
  void createShard() {
    driver = start(directory, FEED);
    store = driver.create(SHARD, new NewShard(Durability.NORMAL, now, 0));
  }

  @AfterEach
  void close() {
    store.close();
    driver.close();
  }

  /** Writes as the writer does, housekeeping included. */
  private void write(int units) {
    for (int i = 0; i < units; i++) {
      try (UnitOfWork work = store.begin()) {
        WriteUnit unit = new WriteUnit.Batch(List.of(put("a", "" + i), put("b", "" + i)), true);
        work.commit(executor.apply(work, unit, store.revision(), now).revision());
      }
      store.maintain();
    }
  }

  private ChangePage page(ChangePosition since) {
    try (ShardReader reader = store.reader()) {
      return reader.changes(
          new ChangeRequest(since, null, Parts.NEITHER, 2 * KEPT, Integer.MAX_VALUE));
    }
  }

  private ChangePage oldest() {
    try (ShardReader reader = store.reader()) {
      return reader.changes(
          new ChangeRequest(null, null, Parts.NEITHER, 2 * KEPT, Integer.MAX_VALUE));
    }
  }

  private ErrorCode refusal(long since) {
    return catchThrowableOfType(CairnException.class, () -> page(ChangePosition.behind(since)))
        .code();
  }

  @Test
  void theNewestAreKeptAndAboutAStepMore() {
    write(3 * KEPT);

    List<Change> kept = oldest().changes();
    assertThat(kept.size()).isBetween(KEPT - 1, KEPT + FeedSettings.STEP + 2);
    assertThat(kept.getLast().revision()).isEqualTo(store.revision());
  }

  @Test
  void whoComesTooLateIsToldSo() {
    write(3 * KEPT);
    long horizon = oldest().changes().getFirst().revision();

    assertThat(refusal(0)).isEqualTo(ErrorCode.CURSOR_EXPIRED);
    assertThat(refusal(horizon - 2)).isEqualTo(ErrorCode.CURSOR_EXPIRED);
    ChangePage page = page(ChangePosition.behind(horizon));
    assertThat(page.changes().getFirst().revision()).isEqualTo(horizon + 1);
    assertThat(page.changes().getFirst().index()).isEqualTo(1);
  }

  @Test
  void whatIsOlderThanTheNewestByMoreThanTheAgeGoes() {
    write(10);
    now += Duration.ofMinutes(61).toMillis();
    write(FeedSettings.STEP);

    assertThat(oldest().changes().getFirst().revision()).isEqualTo(11);
    assertThat(refusal(9)).isEqualTo(ErrorCode.CURSOR_EXPIRED);
    assertThat(page(ChangePosition.behind(10)).changes()).isNotEmpty();
  }

  @Test
  void aClockThatIsSetBackLosesNothing() {
    write(10);
    now -= Duration.ofDays(1).toMillis();
    write(FeedSettings.STEP / 2);

    assertThat(oldest().changes().getFirst().revision()).isEqualTo(1);
  }

  @Test
  void aPlaceInAFormerHistoryIsToldSo() {
    store.close();
    driver.delete(SHARD);
    store = driver.create(SHARD, new NewShard(Durability.NORMAL, now, Revision.newHistoryAfter(7)));
    write(1);

    assertThat(refusal(7)).isEqualTo(ErrorCode.HISTORY_CHANGED);
    assertThat(page(ChangePosition.behind(Revision.HISTORY_SPAN)).changes()).hasSize(2);
  }
}
