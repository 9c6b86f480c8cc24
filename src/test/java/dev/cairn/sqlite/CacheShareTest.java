package dev.cairn.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CacheShareTest {

  private static final int TOTAL_KIB = 65_536;
  private static final int LEAST = CacheShares.LEAST_KIB;
  private static final long LONG = CacheShare.RESTS_AFTER_NANOS;

  private final CacheShares shares = new CacheShares(TOTAL_KIB * 1024L);
  private final Cache cache = new Cache();
  private final CacheShare share = cache.share;

  /** What SQLite would know of one connection. */
  private final class Cache implements CacheShare.Pragmas {

    private static final String SIZE = "pragma cache_size=-";

    final CacheShare share = new CacheShare(shares, this);
    int kib = LEAST;
    int shrunk;
    boolean fails;

    @Override
    public void run(String pragma) throws SQLException {
      if (fails) {
        throw new SQLException("no memory");
      }
      if (pragma.startsWith(SIZE)) {
        kib = Integer.parseInt(pragma.substring(SIZE.length()));
      } else {
        assertThat(pragma).isEqualTo("pragma shrink_memory");
        shrunk++;
      }
    }

    /** As an owner that goes round does it. */
    void visit(long now) throws SQLException {
      if (share.wantsVisit(now)) {
        share.visit(now);
      }
    }

    /** What it may fill that counts. */
    int counted() {
      return share.isAwake() ? kib : 0;
    }
  }

  @Test
  void itRestsUntilItIsUsed() throws SQLException {
    assertThat(share.isAwake()).isFalse();
    assertThat(share.wantsVisit(LONG)).isFalse();
    assertThat(shares.grantedKib()).isZero();

    share.use();

    assertThat(share.isAwake()).isTrue();
    assertThat(cache.kib).isEqualTo(CacheShares.MOST_KIB);
  }

  @Test
  void itRestsAgainOnceItWasUnusedForLong() throws SQLException {
    share.use();
    cache.visit(5);
    cache.visit(5 + LONG - 1);
    assertThat(share.isAwake()).isTrue();

    cache.visit(5 + LONG);

    assertThat(share.isAwake()).isFalse();
    assertThat(cache.kib).isEqualTo(LEAST);
    assertThat(cache.shrunk).isEqualTo(1);
    assertThat(shares.grantedKib()).isZero();
    share.use();
    assertThat(cache.kib).isEqualTo(CacheShares.MOST_KIB);
  }

  @Test
  void oneThatIsUsedNowAndThenNeverRests() throws SQLException {
    share.use();
    for (long now = 0; now < 20 * LONG; now += LONG - 1) {
      cache.visit(now);
      assertThat(share.isAwake()).isTrue();
      share.use();
    }
    assertThat(cache.shrunk).isZero();
  }

  @Test
  void oneThatIsUnusedGivesUpAtAVisitWhatIsTooMuch() throws SQLException {
    share.use();
    List<Cache> others = caches(15);
    for (Cache other : others) {
      other.share.use();
    }

    assertThat(share.wantsVisit(0)).isTrue();
    share.visit(0);

    assertThat(cache.kib).isEqualTo(4096);
    assertThat(share.wantsVisit(1)).as("its own giving back concerns it too").isTrue();
    share.visit(1);
    assertThat(share.wantsVisit(2)).isFalse();
  }

  @Test
  void whoWakesWaitsForWhatOthersHaveTooMuchOf() throws SQLException {
    List<Cache> hot = caches(3);
    for (Cache each : hot) {
      each.share.use();
    }
    share.use();
    assertThat(cache.kib).isEqualTo(TOTAL_KIB - 3 * CacheShares.MOST_KIB);

    hot.getFirst().share.use();
    share.use();

    assertThat(cache.kib).isEqualTo(TOTAL_KIB - 2 * CacheShares.MOST_KIB - 16_384);
    hot.get(1).share.use();
    hot.get(2).share.use();
    share.use();
    assertThat(cache.kib).isEqualTo(16_384);
  }

  @Test
  void aPragmaThatFailsLeavesNothingCountedThatIsNotFilled() throws SQLException {
    cache.fails = true;
    assertThatThrownBy(share::use).isInstanceOf(SQLException.class);
    assertThat(shares.grantedKib()).isEqualTo(LEAST);
    cache.fails = false;
    share.use();
    assertThat(shares.grantedKib()).isEqualTo(cache.kib).isEqualTo(CacheShares.MOST_KIB);
    cache.visit(0);

    cache.fails = true;
    assertThatThrownBy(() -> cache.visit(LONG)).isInstanceOf(SQLException.class);

    assertThat(shares.grantedKib()).isEqualTo(CacheShares.MOST_KIB);
    cache.fails = false;
    cache.visit(2 * LONG);
    assertThat(shares.grantedKib()).isZero();
  }

  @Test
  void whatIsClosedCountsNoLonger() throws SQLException {
    share.use();
    share.close();
    share.close();

    assertThat(shares.grantedKib()).isZero();
    assertThat(shares.kib()).isEqualTo(CacheShares.MOST_KIB);
  }

  @Test
  void atNoTimeIsMoreTakenThanTheTotalAndTheLeastOfEach() throws SQLException {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    System.out.println("cairn.seed=" + seed);
    Random random = new Random(seed);
    List<Cache> all = caches(1 + random.nextInt(200));
    long now = 0;
    for (int step = 0; step < 20_000; step++) {
      int which = random.nextInt(all.size());
      Cache each = all.get(which);
      switch (random.nextInt(10)) {
        case 0 -> {
          each.share.close();
          all.set(which, new Cache());
        }
        case 1, 2, 3 -> each.visit(now);
        case 4 -> now += random.nextLong(LONG / 4);
        default -> each.share.use();
      }
      long inUse = all.stream().filter(one -> one.share.isAwake()).count();
      long taken = all.stream().mapToLong(Cache::counted).sum();
      assertThat(taken).isEqualTo(shares.grantedKib());
      assertThat(taken).isLessThanOrEqualTo(TOTAL_KIB + inUse * LEAST);
    }
    // Used or visited once more, it is the total at most; and once more, everyone has its share.
    for (Cache each : all) {
      each.share.use();
    }
    for (Cache each : all) {
      each.visit(now);
    }
    assertThat(shares.grantedKib()).isLessThanOrEqualTo(TOTAL_KIB);
    for (Cache each : all) {
      each.share.use();
      assertThat(each.kib).isEqualTo(shares.kib());
    }
  }

  @Test
  void norIsItWithManyThreads() throws Exception {
    List<Cache> all = caches(32);
    List<Future<?>> uses = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        List<Cache> own = all.subList(8 * i, 8 * i + 8);
        uses.add(threads.submit(() -> useAndRest(own, all.size())));
      }
      for (Future<?> each : uses) {
        each.get();
      }
    }
    assertThat(shares.grantedKib()).isZero();
  }

  private Void useAndRest(List<Cache> own, int connections) throws SQLException {
    long now = 0;
    for (int round = 0; round < 3000; round++) {
      for (int i = 0; i < own.size(); i++) {
        if ((round >> i & 1) == 0) {
          own.get(i).share.use();
        }
        own.get(i).visit(now);
        assertThat(shares.grantedKib()).isLessThanOrEqualTo(TOTAL_KIB + connections * LEAST);
      }
      now += LONG / 2;
    }
    for (Cache each : own) {
      each.visit(now);
      each.visit(now + LONG);
    }
    return null;
  }

  private List<Cache> caches(int number) {
    List<Cache> caches = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      caches.add(new Cache());
    }
    return caches;
  }
}
