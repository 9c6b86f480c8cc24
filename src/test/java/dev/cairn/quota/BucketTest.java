package dev.cairn.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A bucket lets through what its rate says, to the token. */
class BucketTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Where a ticker begins is arbitrary. */
  private static final long BEGIN = -7 * SECOND;

  private final Bucket bucket = new Bucket();

  private int takeAll(long perSecond, long now) {
    int taken = 0;
    while (bucket.take(perSecond, now) >= 0) {
      taken++;
    }
    return taken;
  }

  @Test
  void aSecondsTokensAreThereAtOnceAndNotOneMore() {
    for (long rate : List.of(1L, 2L, 3L, 7L, 300L, 31_622L, 99_999L)) {
      Bucket fresh = new Bucket();
      for (long left = rate - 1; left >= 0; left--) {
        assertThat(fresh.take(rate, BEGIN)).isEqualTo(left);
      }
      assertThat(fresh.take(rate, BEGIN)).isNegative();
      assertThat(fresh.left(rate, BEGIN)).isZero();
    }
  }

  @Test
  void theWaitThatIsToldSufficesAndNoShorterOneDoes() {
    for (long rate : List.of(1L, 3L, 300L, 10_000L)) {
      Bucket fresh = new Bucket();
      while (fresh.take(rate, BEGIN) >= 0) {}
      long wait = -fresh.take(rate, BEGIN);
      assertThat(wait).isBetween(1L, SECOND);
      assertThat(fresh.take(rate, BEGIN + wait - 1)).isEqualTo(-1);
      assertThat(fresh.take(rate, BEGIN + wait)).isZero();
    }
  }

  @Test
  void afterARestThereIsASecondsWorthAndNoMore() {
    assertThat(takeAll(50, BEGIN)).isEqualTo(50);
    assertThat(takeAll(50, BEGIN + SECOND / 2)).isEqualTo(25);
    assertThat(takeAll(50, BEGIN + 100 * SECOND)).isEqualTo(50);
  }

  @Test
  void whatIsGivenBackCanBeTakenAgain() {
    bucket.giveBack(5);
    assertThat(takeAll(5, BEGIN)).isEqualTo(5);
    bucket.giveBack(5);
    assertThat(takeAll(5, BEGIN)).isEqualTo(1);
  }

  @Test
  void anotherRateHoldsFromTheNextTokenOn() {
    assertThat(takeAll(10, BEGIN)).isEqualTo(10);
    assertThat(bucket.take(1_000, BEGIN)).isNegative();
    assertThat(takeAll(1_000, BEGIN + SECOND / 10)).isEqualTo(100);
    assertThat(takeAll(4, BEGIN + SECOND / 10 + SECOND / 2)).isEqualTo(2);
  }

  @Test
  void onlyAFullOneEnds() {
    bucket.take(10, BEGIN);
    assertThat(bucket.end(BEGIN + SECOND / 10 - 1)).isFalse();
    assertThat(bucket.end(BEGIN + SECOND / 10)).isTrue();
    assertThat(bucket.take(10, BEGIN)).isEqualTo(Bucket.ENDED);
    bucket.giveBack(10);
    assertThat(bucket.take(10, BEGIN)).isEqualTo(Bucket.ENDED);
  }

  /** Against a count of nanoseconds that flow into a bucket and out of it. */
  @Test
  void itDoesWhatAModelDoes() {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int run = 0; run < 200; run++) {
      long rate = 1L + random.nextInt(random.nextBoolean() ? 10 : 100_000);
      long each = SECOND / rate;
      long level = each * rate;
      long now = random.nextLong(-SECOND, SECOND);
      Bucket real = new Bucket();
      for (int step = 0; step < 200; step++) {
        long passed = random.nextLong(random.nextInt(20) == 0 ? 2 * SECOND : 3 * each);
        now += passed;
        level = Math.min(each * rate, level + passed);
        long answer = real.take(rate, now);
        long expected = level >= each ? (level - each) / each : level - each;
        assertThat(answer).as("seed %s", seed).isEqualTo(expected);
        level -= answer >= 0 ? each : 0;
      }
    }
  }

  @Test
  void manyThreadsTakeWhatOneWould() throws Exception {
    long rate = 1_000;
    AtomicLong now = new AtomicLong(BEGIN);
    AtomicLong taken = new AtomicLong();
    long end = BEGIN + 20 * SECOND;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (long at = now.get(); at < end; at = now.get()) {
                      if (bucket.take(rate, at) >= 0) {
                        taken.incrementAndGet();
                      }
                    }
                  }));
    }
    while (now.addAndGet(SECOND / 2_000) < end) {
      Thread.onSpinWait();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    long most = rate + 20 * rate;
    assertThat(taken.get() + takeAll(rate, end)).isLessThanOrEqualTo(most);
    assertThat(taken.get()).isGreaterThanOrEqualTo(rate);
  }

  @Test
  void atOneMomentManyThreadsTakeASecondsTokens() throws Exception {
    AtomicLong taken = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(Thread.ofPlatform().start(() -> taken.addAndGet(takeAll(50_000, BEGIN))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(taken).hasValue(50_000);
  }
}
