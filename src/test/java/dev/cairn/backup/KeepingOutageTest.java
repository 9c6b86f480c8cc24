package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Ticker;
import dev.cairn.sqlite.SqliteDriver;
import dev.cairn.sqlite.SqliteSettings;
import dev.cairn.storage.ShardFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store that goes away in the midst of what is deleted from it: at each single call of the
 * keeping of epochs, thinning, deleted shards and copies. Meanwhile and afterwards everything can
 * be restored that the rule keeps, nothing goes before its time, and in the end what should be gone
 * is.
 */
@Timeout(300)
class KeepingOutageTest {

  private static final int ROUNDS_AWAY = 3;

  /** Rounds after an outage in which what is left is still looked at. */
  private static final int ROUNDS_AFTER = 2;

  private static final CopyKeeping COPIES = new CopyKeeping(3, 2, 2);
  private static final int DAYS = 40;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path directory;

  /** What lies in the store after each round of a life without any outage. */
  private final List<Set<String>> calm = new ArrayList<>();

  private long live() throws IOException {
    KeptHistory history = new KeptHistory(directory.resolve("calm"));
    KeepingRule rule = new KeepingRule(history);
    while (!history.isOver()) {
      history.round();
      rule.check("without an outage");
      calm.add(history.content());
    }
    return history.store().requests();
  }

  @Test
  void withoutAnOutageWhatIsDueGoes() throws Exception {
    live();

    Set<String> left = calm.getLast();
    assertThat(left).filteredOn(path -> path.startsWith("b/")).isEmpty();
    assertThat(left)
        .filteredOn(path -> path.startsWith("c/") || path.startsWith("a/"))
        .noneMatch(path -> path.matches("[ac]/e0000000[12]-.*"));
    assertThat(left).filteredOn(path -> path.matches("a/e00000006-.*/0/.*")).hasSize(6);
    assertThat(left).filteredOn(path -> path.startsWith("d/")).hasSize(8);
    assertThat(left).filteredOn(path -> path.startsWith("copies/")).hasSize(1);
  }

  @Test
  void theStoreFailsOnce() throws Exception {
    forEachCall("once", (history, call) -> history.store().failOnce(call), false);
  }

  @Test
  void theStoreGoesAwayBeforeACall() throws Exception {
    forEachCall("before", (history, call) -> history.store().awayFrom(call, false), false);
  }

  @Test
  void theStoreGoesAwayWithTheAnswerToACall() throws Exception {
    forEachCall("done", (history, call) -> history.store().awayFrom(call, true), false);
  }

  @Test
  void theServiceIsStartedAgainWhileTheStoreIsAway() throws Exception {
    forEachCall("restart", (history, call) -> history.store().awayFrom(call, false), true);
  }

  private void forEachCall(String name, ObjLongConsumer<KeptHistory> outage, boolean restarts)
      throws IOException {
    long calls = live();
    assertThat(calls).isGreaterThan(100);
    for (long call = 1; call <= calls; call++) {
      KeptHistory history = new KeptHistory(directory.resolve(name + call));
      outage.accept(history, call);
      liveWithOutage(history, restarts, name + ", at call " + call);
    }
  }

  private void liveWithOutage(KeptHistory history, boolean restarts, String when)
      throws IOException {
    KeepingRule rule = new KeepingRule(history);
    int since = 0;
    for (Set<String> least : calm) {
      history.round();
      since += history.store().hasFailed() || since > 0 ? 1 : 0;
      if (since == 1 && restarts) {
        history.restart();
      }
      if (since == ROUNDS_AWAY) {
        history.store().away(false);
      }
      if (since > 0 && since <= ROUNDS_AWAY + ROUNDS_AFTER) {
        rule.check(when);
        assertThat(history.content()).as(when + ", before its time").containsAll(least);
      }
      if (since == ROUNDS_AWAY + ROUNDS_AFTER) {
        assertThat(history.content()).as(when + ", afterwards").isEqualTo(least);
      }
    }
    assertThat(since).as(when + ", it was away").isGreaterThan(ROUNDS_AWAY);
    assertThat(history.content()).as(when + ", in the end").isEqualTo(calm.getLast());
  }

  /** Makes a copy of each day, and deletes what need not be kept; tells what is left each day. */
  private static List<List<CopyName>> copyEachDay(
      ShardFiles files, RecordedStore kept, FailingStore store) throws IOException {
    CopyMaker maker = new CopyMaker(files, new CopyStore(store), COPIES);
    List<List<CopyName>> left = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      kept.addCopy("a", new CopyName(KeptHistory.BEGIN + TimeUnit.DAYS.toMillis(day), day));
      store.away(false);
      maker.prune("a");
      left.add(new CopyStore(kept).list("a"));
    }
    // As with the next copy.
    store.away(false);
    maker.prune("a");
    left.add(new CopyStore(kept).list("a"));
    return left;
  }

  @Test
  void theStoreGoesAwayWhileOldCopiesAreDeleted() throws Exception {
    try (SqliteDriver driver =
        new SqliteDriver(
            directory.resolve("data"), SqliteSettings.DEFAULT, Clock.systemUTC(), Ticker.SYSTEM)) {
      ShardFiles files = Objects.requireNonNull(driver.files());
      RecordedStore kept = new RecordedStore();
      FailingStore whole = new FailingStore(kept, time -> {});
      List<List<CopyName>> expected = copyEachDay(files, kept, whole);
      assertThat(expected.getLast()).isEqualTo(CopyKeepingTest.kept(COPIES, allCopies()));

      for (long call = 1; call <= 2 * whole.requests(); call++) {
        RecordedStore other = new RecordedStore();
        FailingStore store = new FailingStore(other, time -> {});
        store.awayFrom((call + 1) / 2, call % 2 == 0);
        List<List<CopyName>> left = copyEachDay(files, other, store);
        String when = "at call " + (call + 1) / 2 + (call % 2 == 0 ? ", done" : "");
        for (int day = 0; day < DAYS; day++) {
          assertThat(left.get(day)).as(when + ", day " + day).containsAll(expected.get(day));
        }
        assertThat(left.getLast()).as(when + ", in the end").isEqualTo(expected.getLast());
      }
    }
  }

  private static List<CopyName> allCopies() {
    List<CopyName> all = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      all.add(new CopyName(KeptHistory.BEGIN + TimeUnit.DAYS.toMillis(day), day));
    }
    return all;
  }
}
