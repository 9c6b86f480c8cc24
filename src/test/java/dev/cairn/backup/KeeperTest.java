package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deleted from the replica, and when. */
class KeeperTest {

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long BEGIN = 1_790_000_000_000L;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path directory;

  private final AtomicLong millis = new AtomicLong(BEGIN);
  private final RecordedStore store = new RecordedStore();

  @SuppressWarnings("NullAway.Init") // set before each test
  private Keeper keeper;

  @BeforeEach
  void begin() throws IOException {
    keeper =
        new Keeper(store, new DueNotes(directory), Keeping.DEFAULT, new SettableClock(millis::get));
  }

  private void pass(long time) {
    millis.addAndGet(time);
    keeper.round();
  }

  private EpochName epoch(long number, long began) {
    EpochName epoch = new EpochName(number, BEGIN + began);
    store.add("a", epoch, 1, BEGIN + began + 1000);
    if (number > 1) {
      keeper.superseded("a");
    }
    return epoch;
  }

  @Test
  void anEpochGoesOnceTheNextIsOlderThanTheWindow() throws IOException {
    EpochName first = epoch(1, 0);
    millis.set(BEGIN + DAY);
    EpochName second = epoch(2, DAY);

    pass(7 * DAY - HOUR);
    assertThat(store.epochs("a")).containsExactly(first, second);
    pass(2 * HOUR);
    assertThat(store.epochs("a")).containsExactly(second);
  }

  @Test
  void theNewestNeverGoes() throws IOException {
    EpochName only = epoch(1, 0);
    keeper.superseded("a");

    pass(400 * DAY);

    assertThat(store.epochs("a")).containsExactly(only);
  }

  @Test
  void anEpochStaysAsLongAsNothingOfTheNextHasArrived() throws IOException {
    EpochName first = epoch(1, 0);
    EpochName second = new EpochName(2, BEGIN + DAY);
    store.addEmpty("a", second);
    keeper.superseded("a");

    pass(100 * DAY);

    assertThat(store.epochs("a")).containsExactly(first, second);
    store.add("a", second, 1, millis.get());
    pass(8 * DAY);
    assertThat(store.epochs("a")).containsExactly(second);
  }

  @Test
  void manyEpochsGoOneAfterTheOther() throws IOException {
    for (int day = 0; day < 20; day++) {
      millis.set(BEGIN + day * DAY);
      epoch(day + 1, day * DAY);
      pass(HOUR);
    }

    // Those of the last seven days, and the one that was in force when these began.
    assertThat(store.epochs("a")).hasSize(8);
  }

  @Test
  void aDeletedShardGoesAfterItsOwnTime() throws IOException {
    EpochName epoch = epoch(1, 0);
    keeper.deleted("a");

    pass(7 * DAY - HOUR);
    assertThat(store.epochs("a")).containsExactly(epoch);
    pass(2 * HOUR);
    assertThat(store.epochs("a")).isEmpty();
  }

  @Test
  void aShardThatWasMadeAgainKeepsWhatIsItsOwn() throws IOException {
    epoch(1, 0);
    millis.set(BEGIN + HOUR);
    keeper.deleted("a");
    EpochName second = epoch(2, 2 * HOUR);

    pass(30 * DAY);

    assertThat(store.epochs("a")).containsExactly(second);
  }

  /** Two transactions more, which were compacted with the first. */
  private void compact(EpochName epoch) {
    store.add("a", epoch, 2, epoch.began() + 2000);
    store.add("a", epoch, 3, epoch.began() + 3000);
    store.add("a", epoch, 1, 1, 3, epoch.began() + 1000);
  }

  private int fineFiles(EpochName epoch) throws IOException {
    return store.files(new ReplicaPlace("a", epoch), 0).size();
  }

  @Test
  void anEpochIsThinnedOnceTheNextIsOlderThanTheFineWindow() throws IOException {
    EpochName first = epoch(1, 0);
    compact(first);
    millis.set(BEGIN + HOUR);
    EpochName second = epoch(2, HOUR);
    compact(second);

    pass(DAY - HOUR);
    assertThat(fineFiles(first)).isEqualTo(3);
    pass(2 * HOUR);
    assertThat(fineFiles(first)).isEqualTo(1);
    pass(30 * DAY);
    assertThat(fineFiles(second)).as("the newest never is").isEqualTo(3);
  }

  @Test
  void anEpochIsThinnedOnceAlsoOverARestart() throws IOException {
    for (int i = 1; i <= 5; i++) {
      millis.set(BEGIN + i * HOUR);
      compact(epoch(i, i * HOUR));
    }
    pass(DAY + HOUR);
    begin();
    long asked = store.requests();

    for (int minute = 0; minute < 60 * 24; minute++) {
      pass(60_000);
    }

    assertThat(store.requests()).isEqualTo(asked);
  }

  @Test
  void theCopiesOfADeletedShardThatWasMadeAgainGoToo() throws IOException {
    CopyStore copies = new CopyStore(store);
    epoch(1, 0);
    store.addCopy("a", new CopyName(BEGIN, 1));
    millis.set(BEGIN + HOUR);
    keeper.deleted("a");
    EpochName second = epoch(2, 2 * HOUR);
    CopyName own = new CopyName(BEGIN + 2 * HOUR, 2);
    store.addCopy("a", own);

    pass(8 * DAY);

    assertThat(store.epochs("a")).containsExactly(second);
    assertThat(copies.list("a")).containsExactly(own);
  }

  @Test
  void theCopiesOfADeletedShardGoWithItsEpochs() throws IOException {
    CopyStore copies = new CopyStore(store);
    CopyName before = new CopyName(BEGIN, 1);
    CopyName after = new CopyName(BEGIN + 2 * HOUR, 2);
    store.addCopy("a", before);
    store.addCopy("b", before);
    millis.set(BEGIN + HOUR);
    keeper.deleted("a");
    store.addCopy("a", after);

    pass(7 * DAY - HOUR);
    assertThat(copies.list("a")).containsExactly(before, after);
    pass(2 * HOUR);
    assertThat(copies.list("a")).containsExactly(after);
    assertThat(copies.list("b")).containsExactly(before);
  }

  @Test
  void whatIsDueIsRememberedOverARestart() throws IOException {
    epoch(1, 0);
    EpochName second = epoch(2, HOUR);
    begin();

    pass(8 * DAY);

    assertThat(store.epochs("a")).containsExactly(second);
  }

  @Test
  void aStoreThatIsAwayIsAskedAgainLater() throws IOException {
    epoch(1, 0);
    EpochName second = epoch(2, HOUR);
    store.away(true);
    pass(8 * DAY);
    store.away(false);
    assertThat(store.epochs("a")).hasSize(2);

    pass(HOUR);

    assertThat(store.epochs("a")).containsExactly(second);
  }

  @Test
  void aShardThatIsDeletedWhileTheStoreGoesAwayIsNotForgotten() throws IOException {
    FailingStore failing = new FailingStore(store, time -> {});
    keeper =
        new Keeper(
            failing, new DueNotes(directory), Keeping.DEFAULT, new SettableClock(millis::get));
    epoch(1, 0);
    epoch(2, HOUR);
    failing.onCall(
        call -> {
          keeper.deleted("a");
          failing.away(true);
        });
    pass(8 * DAY);
    failing.onCall(call -> {});
    failing.away(false);

    pass(7 * DAY + HOUR);

    assertThat(store.epochs("a")).isEmpty();
  }

  @Test
  void nothingIsAskedOfTheStoreForShardsOfWhichNothingIsDue() throws IOException {
    for (int i = 0; i < 1000; i++) {
      store.add("s" + i, new EpochName(1, BEGIN), 1, BEGIN);
    }
    epoch(1, 0);
    epoch(2, HOUR);
    for (int minute = 0; minute < 60; minute++) {
      pass(60_000);
    }

    assertThat(store.requests()).isZero();
  }
}
