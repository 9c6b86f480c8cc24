package dev.cairn.storage;

import static dev.cairn.storage.AnswersContract.answer;
import static dev.cairn.storage.AnswersContract.digest;
import static dev.cairn.storage.AnswersContract.once;
import static dev.cairn.storage.Units.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.Limits;
import dev.cairn.SettableClock;
import dev.cairn.ShardId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many answers a shard keeps. */
public abstract class AnswersHorizonContract {

  private static final int KEPT = 1000;
  private static final int ANSWER_BYTES = 64 * 1024;
  private static final long KEPT_BYTES = 8 << 20;
  private static final AnswerSettings SETTINGS =
      new AnswerSettings(Duration.ofHours(1), KEPT, KEPT_BYTES, ANSWER_BYTES);
  private static final ShardId SHARD = new ShardId("answering");

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
  protected abstract StorageDriver start(Path directory, AnswerSettings answers, Clock clock);

  /** How many answers lie in the shard, those that are too old counted. */
  protected abstract long kept(ShardStore store, Path directory);

  @BeforeEach
  void createShard() {
    driver = start(directory, SETTINGS, new SettableClock(() -> now));
    store = driver.create(SHARD, new NewShard(Durability.NORMAL, now, 0));
  }

  @AfterEach
  void close() {
    store.close();
    driver.close();
  }

  /** Writes as the writer does, housekeeping included. */
  private UnitResult write(WriteUnit unit) {
    UnitResult result;
    try (UnitOfWork work = store.begin()) {
      result = executor.apply(work, unit, store.revision(), now);
      if (result.changed()) {
        work.commit(result.revision());
      }
    }
    store.maintain();
    return result;
  }

  private long kept() {
    return kept(store, directory);
  }

  private static WriteUnit large(int number, int bytes) {
    return new WriteUnit.Once(
        new OnceKey(digest("large " + number), digest("r")),
        new WriteUnit.Single(put("a", "1")),
        (_, _) -> new byte[bytes]);
  }

  /** As the sweeper has an idle shard looked after. */
  private void beIdle() {
    for (int i = 0; i < 100 && store.wantsVisits(); i++) {
      store.maintain();
    }
  }

  @Test
  void theNewestAreKeptAndAboutAStepMore() {
    for (int i = 0; i < 3 * KEPT; i++) {
      write(once("k" + i, put("a", "" + i)));
    }

    assertThat(kept()).isBetween((long) KEPT, (long) KEPT + AnswerSettings.STEP);
    assertThat(answer(write(once("k" + (3 * KEPT - 1), put("a", "" + (3 * KEPT - 1))))))
        .startsWith("true");
    assertThat(answer(write(once("k" + 2 * KEPT, put("a", "" + 2 * KEPT))))).startsWith("true");
    assertThat(answer(write(once("k0", put("a", "0"))))).startsWith("false");
  }

  @Test
  void theirBytesAreBoundedToo() {
    for (int i = 0; i < 400; i++) {
      write(large(i, ANSWER_BYTES));
    }

    long size = kept() * (ANSWER_BYTES + AnswerSettings.FLAT_BYTES);
    assertThat(size)
        .isBetween(
            KEPT_BYTES - 2 * ANSWER_BYTES,
            KEPT_BYTES + AnswerSettings.STEP_BYTES + 2 * ANSWER_BYTES);
    assertThat(((OperationResult.Answered) write(large(399, 1)).results().getFirst()).again())
        .isTrue();
  }

  @Test
  void whatIsTooOldIsSweptThoughNobodyWrites() {
    for (int i = 0; i < KEPT; i++) {
      write(once("k" + i, put("a", "" + i)));
    }
    long revision = store.revision();
    beIdle();
    assertThat(kept()).isEqualTo(KEPT);

    now += Duration.ofHours(1).toMillis();
    assertThat(store.wantsVisits()).isTrue();
    beIdle();

    assertThat(kept()).isZero();
    assertThat(store.revision()).isEqualTo(revision);
  }

  @Test
  void whatIsTooOldIsSweptAfterAnOpening() {
    for (int i = 0; i < 10; i++) {
      write(once("k" + i, put("a", "" + i)));
    }
    store.close();
    now += Duration.ofHours(2).toMillis();
    store = driver.open(SHARD, Durability.NORMAL, false);
    now += Duration.ofMinutes(2).toMillis();
    beIdle();

    assertThat(kept()).isZero();
  }

  @Test
  void aNameThatIsUsedAgainAfterItsAgeIsNotSweptWithTheOldOne() {
    write(once("k", put("a", "1")));
    now += Duration.ofHours(1).toMillis();
    write(once("k", put("a", "2")));
    beIdle();

    assertThat(kept()).isEqualTo(1);
    assertThat(answer(write(once("k", put("a", "2"))))).startsWith("true");
  }
}
