package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Transactions arrive, minutes are compacted and epochs begin before any call by which a state is
 * looked for, at random. Nothing of that makes a state of a time any other, or the newest one older
 * than what was there before. {@code -Dcairn.seed} repeats a run.
 */
class PointsRaceTest {

  private static final long SEED = Long.getLong("cairn.seed", System.nanoTime());
  private static final long T = 1_790_000_000_000L;
  private static final long MINUTE = 60_000;
  private static final int RUNS = 300;
  private static final int LOOKS = 10;

  /** A replica that grows, and all that ever came into it. */
  private static final class Growing {

    private final RecordedStore kept = new RecordedStore();
    private final FailingStore store = new FailingStore(kept, time -> {});
    private final Points points = new Points(store);
    private final List<Point> all = new ArrayList<>();
    private final Random random;
    private EpochName epoch = new EpochName(1, T);
    private long now = T;
    private long compacted;

    Growing(Random random) {
      this.random = random;
      write();
      store.onCall(
          call -> {
            for (int i = random.nextInt(3); i > 0; i--) {
              grow();
            }
          });
    }

    void grow() {
      switch (random.nextInt(12)) {
        case 0 -> {
          now += 1;
          epoch = new EpochName(epoch.number() + 1, now);
          compacted = 0;
          // Nothing may have arrived of it yet.
          kept.addEmpty("a", epoch);
        }
        case 1, 2 -> compact();
        default -> write();
      }
    }

    private void write() {
      now += 1 + random.nextLong(random.nextInt(4) == 0 ? MINUTE : 1_500);
      long before = last().place().epoch().equals(epoch) ? last().transaction() : 0;
      all.add(new Point(new ReplicaPlace("a", epoch), before + 1, now));
      kept.add("a", epoch, before + 1, now);
    }

    private Point last() {
      return all.isEmpty()
          ? new Point(new ReplicaPlace("a", new EpochName(99, T)), 0, T)
          : all.getLast();
    }

    /** Everything that was not yet, in one file. */
    private void compact() {
      if (last().place().epoch().equals(epoch) && last().transaction() > compacted) {
        kept.add("a", epoch, 1, compacted + 1, last().transaction(), now);
        compacted = last().transaction();
      }
    }

    /** The newest of the first so many that is from before a time; they are in order. */
    private Point before(long millis, int count) {
      return all.subList(0, count).stream()
          .filter(point -> point.millis() < millis)
          .reduce((_, later) -> later)
          .orElseThrow();
    }

    void look(String what) throws IOException, NoSuchPointException {
      int count = all.size();
      long at = random.nextInt(3) == 0 ? now + 1 : T + 1 + random.nextLong(now - T + 1);
      if (at > all.getFirst().millis()) {
        assertThat(points.before("a", at)).as(what).isEqualTo(before(at, count));
      }
      count = all.size();
      assertThat(all.indexOf(points.latest("a"))).as(what).isGreaterThanOrEqualTo(count - 1);
    }
  }

  @Test
  void f14WhatArrivesWhileAStateIsLookedForIsNotTakenForAnEarlierOne() throws Exception {
    for (int run = 0; run < RUNS; run++) {
      Growing growing = new Growing(new Random(SEED + run));
      for (int look = 0; look < LOOKS; look++) {
        String what = "seed %d, run %d, look %d".formatted(SEED, run, look);
        try {
          growing.look(what);
        } catch (NoSuchPointException e) {
          throw new AssertionError(what + ": " + e.getMessage(), e);
        }
      }
    }
  }
}
