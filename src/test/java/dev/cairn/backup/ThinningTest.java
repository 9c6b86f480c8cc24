package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a closed epoch loses, and what it does not. */
class ThinningTest {

  private static final long SEED = Long.getLong("cairn.seed", System.nanoTime());
  private static final long T = 1_790_000_000_000L;
  private static final long MINUTE = 60_000;
  private static final EpochName EPOCH = new EpochName(1, T);
  private static final ReplicaPlace PLACE = new ReplicaPlace("a", EPOCH);

  private final RecordedStore store = new RecordedStore();
  private final Points points = new Points(store);
  private final Thinning thinning = new Thinning(store);

  /** Five transactions, half a second apart. */
  private void fill() {
    for (int i = 1; i <= 5; i++) {
      store.add("a", EPOCH, i, T + i * 500L);
    }
  }

  private List<Long> left() throws IOException {
    return store.files(PLACE, 0).stream().map(ReplicaStore.TransactionFile::last).toList();
  }

  @Test
  void theLastOfWhatWasCompactedStaysAndWhatWasNot() throws Exception {
    fill();
    store.add("a", EPOCH, 1, 1, 3, T + 500);

    assertThat(thinning.thin(PLACE)).isEqualTo(2);

    assertThat(left()).containsExactly(3L, 4L, 5L);
    assertThat(points.before("a", T + 1_501).transaction()).isEqualTo(3);
    assertThat(points.latest("a").transaction()).isEqualTo(5);
  }

  @Test
  void whatFollowsAGapStays() throws Exception {
    fill();
    store.add("a", EPOCH, 1, 3, 5, T + 1_500);

    assertThat(thinning.thin(PLACE)).isZero();

    assertThat(left()).hasSize(5);
  }

  @Test
  void whatHasLostItsLastStays() throws Exception {
    fill();
    store.add("a", EPOCH, 1, 1, 3, T + 500);
    store.remove("a", EPOCH, 3);

    assertThat(thinning.thin(PLACE)).isZero();

    assertThat(left()).containsExactly(1L, 2L, 4L, 5L);
  }

  @Test
  void anEpochThatWasNeverCompactedStays() throws Exception {
    fill();

    assertThat(thinning.thin(PLACE)).isZero();
    assertThat(left()).hasSize(5);
  }

  @Test
  void thinningAgainChangesNothing() throws Exception {
    fill();
    store.add("a", EPOCH, 1, 1, 4, T + 500);
    thinning.thin(PLACE);

    assertThat(thinning.thin(PLACE)).isZero();
    assertThat(left()).containsExactly(4L, 5L);
  }

  /**
   * Against the times at which everything was copied: a restored state is never later than asked
   * for, and earlier only by what is within one minute of compaction.
   */
  @Test
  void everyMinuteStaysAndNothingIsEverLaterThanAskedFor() throws Exception {
    Random random = new Random(SEED);
    for (int run = 0; run < 40; run++) {
      RecordedStore filled = new RecordedStore();
      TreeMap<Long, Long> times = new TreeMap<>();
      List<long[]> compacted = write(filled, random, times);
      new Thinning(filled).thin(PLACE);
      Points left = new Points(filled);
      for (int i = 0; i < 50; i++) {
        long at = T + 1 + random.nextLong(times.lastEntry().getValue() - T + MINUTE);
        check(left, at, times, compacted, "seed " + SEED + ", run " + run + ", " + at);
      }
    }
  }

  /** Fills an epoch; tells when each transaction was copied, and which were compacted together. */
  private static List<long[]> write(
      RecordedStore store, Random random, NavigableMap<Long, Long> times) {
    List<long[]> compacted = new ArrayList<>();
    int count = 1 + random.nextInt(60);
    long first = 1;
    for (long transaction = 1; transaction <= count; transaction++) {
      long before = times.isEmpty() ? T : times.lastEntry().getValue();
      long now = before + 1 + random.nextLong(random.nextInt(5) == 0 ? 3 * MINUTE : MINUTE / 10);
      if (transaction > 1 && now / MINUTE != before / MINUTE) {
        compacted.add(new long[] {first, transaction - 1});
        first = transaction;
      }
      times.put(transaction, now);
      store.add("a", EPOCH, transaction, now);
    }
    for (long[] range : compacted) {
      store.add("a", EPOCH, 1, range[0], range[1], times.getOrDefault(range[0], 0L));
    }
    return compacted;
  }

  private static void check(
      Points points, long at, NavigableMap<Long, Long> times, List<long[]> compacted, String what)
      throws IOException {
    long exact =
        times.entrySet().stream()
            .filter(e -> e.getValue() < at)
            .mapToLong(e -> e.getKey())
            .max()
            .orElse(0);
    long expected = exact;
    for (long[] range : compacted) {
      if (range[0] <= exact && exact < range[1]) {
        expected = range[0] - 1;
      }
    }
    try {
      assertThat(points.before("a", at).transaction()).as(what).isEqualTo(expected);
    } catch (NoSuchPointException e) {
      assertThat(expected).as(what).isZero();
    }
  }
}
