package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.KeptHistory.Written;
import java.io.IOException;
import java.util.List;

/**
 * The rule of {@link Keeping} in other words: from within the fine window every state can be
 * restored, from within the window the last one of every minute, and the newest one always, but of
 * what a deletion has ended. Nothing is ever later than asked for, or older in silence.
 */
final class KeepingRule {

  private final KeptHistory history;

  KeepingRule(KeptHistory history) {
    this.history = history;
  }

  /** Asks for every state that must be there now. */
  void check(String when) throws IOException {
    for (var shard : history.written().entrySet()) {
      List<Written> all = shard.getValue();
      for (int i = 0; i < all.size(); i++) {
        Written next = i + 1 < all.size() ? all.get(i + 1) : null;
        if (!isEnded(shard.getKey(), all.get(i))) {
          long until = next == null ? history.now() : next.millis();
          check(shard.getKey(), all, i, until, when);
        }
      }
    }
  }

  private boolean isEnded(String shard, Written state) {
    boolean deleted = shard.equals("b") || shard.equals("c");
    return deleted
        && state.millis() < KeptHistory.DELETED
        && KeptHistory.DELETED + KeptHistory.KEEPING.deletedWindow().toMillis() <= history.now();
  }

  private void check(String shard, List<Written> all, int i, long until, String when)
      throws IOException {
    Written state = all.get(i);
    long now = history.now();
    long fine = now - KeptHistory.KEEPING.fineWindow().toMillis();
    long window = now - KeptHistory.KEEPING.window().toMillis();
    if (until < window) {
      return;
    }
    String what = "%s: of %s %s at %d".formatted(when, shard, state, now);
    boolean exact = state.last() || until >= fine;
    long at = Math.max(state.millis() + 1, until >= fine ? fine : window);
    try {
      Point found = history.points().before(shard, at);
      if (exact || isOf(found, state)) {
        assertThat(found.place().epoch()).as(what).isEqualTo(state.epoch());
        assertThat(found.transaction()).as(what).isEqualTo(state.transaction());
      } else {
        assertThat(isOf(found, endOfMinuteBefore(all, i))).as(what + ": " + found).isTrue();
      }
    } catch (NoSuchPointException e) {
      // A thinning that was cut short is told, with the state that it has left; so is the begin.
      assertThat(exact).as(what + ": " + e.getMessage()).isFalse();
      assertThat(e).as(what).hasMessageContaining("The nearest point");
    }
  }

  private static boolean isOf(Point found, Written state) {
    return found.place().epoch().equals(state.epoch())
        && found.transaction() == state.transaction();
  }

  /** What is left of a minute's earlier states is the end of the minute before. */
  private static Written endOfMinuteBefore(List<Written> all, int i) {
    int before = i;
    while (before > 0
        && all.get(before).minute() == all.get(i).minute()
        && all.get(before).epoch().equals(all.get(i).epoch())) {
      before--;
    }
    return all.get(before);
  }
}
