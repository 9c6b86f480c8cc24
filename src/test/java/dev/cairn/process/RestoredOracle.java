package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ShardId;
import dev.cairn.backup.NoSuchPointException;
import dev.cairn.backup.ReplicatorException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Judges what comes out of a replica by what was written: nothing may be missing that was confirmed
 * to be there, or that was written long enough before the moment while nothing was in the way;
 * nothing newer than the moment may be there; and the content must be that of the revision. One
 * thread.
 */
final class RestoredOracle {

  /** How much older than the wanted moment a state may be while nothing is in the way. */
  private static final long UNDERSHOOT_MILLIS = 2_000;

  private final WrittenShards written;
  private final Troubles troubles;
  private final RestoredStates restored;
  private final long windowMillis;

  /** By how much states were older than the wanted moments while nothing was in the way. */
  private final List<Long> undershoots = new ArrayList<>();

  private int checks;
  private int gone;

  /**
   * @param windowMillis how long every state can be restored; older ones may be gone
   */
  RestoredOracle(
      WrittenShards written, Troubles troubles, RestoredStates restored, long windowMillis) {
    this.written = written;
    this.troubles = troubles;
    this.restored = restored;
    this.windowMillis = windowMillis;
  }

  /** How many states were restored and judged. */
  int checks() {
    return checks;
  }

  /** How many more were older than the window, and gone. */
  int gone() {
    return gone;
  }

  /** How many states were judged while nothing was in the way, and how old they were. */
  String undershoots() {
    List<Long> sorted = undershoots.stream().sorted().toList();
    return sorted.isEmpty()
        ? "none in quiet times"
        : "%d in quiet times, older than wanted by %d ms in the median and %d ms at most"
            .formatted(sorted.size(), sorted.get(sorted.size() / 2), sorted.getLast());
  }

  /** How many states were judged while nothing was in the way. */
  int quietChecks() {
    return undershoots.size();
  }

  /** Judges the state of a shard around the time of one of its writes; nothing if it has none. */
  void checkAtRandom(ShardId id, Random random) throws Exception {
    checkAtRandom(id, 0, random);
  }

  /** The same, of a write that was answered after a time. */
  void checkAtRandom(ShardId id, long since, Random random) throws Exception {
    WrittenShards.@Nullable Write some = written.any(id, since, random);
    if (some != null) {
      long moment = some.answered() + random.nextInt(5_000) - 500;
      check(id, Math.min(moment, System.currentTimeMillis()));
    }
  }

  /**
   * Judges the newest state of a shard from before a moment.
   *
   * @throws AssertionError if it is not what it should be
   * @throws Exception if it can't be restored, or is damaged
   */
  void check(ShardId id, long moment) throws Exception {
    String when = id + " at " + moment;
    long least = written.confirmedBefore(id, moment);
    if (!troubles.bear(moment)) {
      least = Math.max(least, written.answeredBefore(id, moment - UNDERSHOOT_MILLIS));
    }
    long most = written.sentBefore(id, moment);
    RestoredStates.@Nullable State state = state(id, moment);
    if (state == null && isOld(moment)) {
      gone++;
      return;
    }
    checks++;
    if (state == null) {
      assertThat(least).as("the least that must be there, " + when).isZero();
      return;
    }
    if (!troubles.bear(moment)) {
      long missing = written.firstAfter(id, state.revision());
      undershoots.add(Math.max(0, moment - missing));
    }
    assertThat(state.revision()).as("the revision, " + when).isBetween(least, most);
    assertThat(state.entries())
        .as("the content of revision %d, %s", state.revision(), when)
        .isEqualTo(written.contentAt(id, state.revision()));
  }

  private boolean isOld(long moment) {
    return moment < System.currentTimeMillis() - windowMillis;
  }

  /** What is older than the window may be deleted while it is restored. */
  private RestoredStates.@Nullable State state(ShardId id, long moment) throws Exception {
    try {
      return restored.before(id, moment);
    } catch (IOException | NoSuchPointException | ReplicatorException e) {
      if (isOld(moment)) {
        return null;
      }
      throw e;
    }
  }

  /** Judges the newest state of a shard of which everything is in the replica. */
  void checkLatest(ShardId id) throws Exception {
    RestoredStates.@Nullable State state = restored.before(id, Long.MAX_VALUE);
    checks++;
    assertThat(state).as("of %s nothing can be restored", id).isNotNull();
    if (state != null) {
      assertThat(state.revision()).as("the newest revision of %s", id).isEqualTo(written.last(id));
      assertThat(state.entries())
          .as("the newest content of %s", id)
          .isEqualTo(written.contentAt(id, state.revision()));
    }
  }
}
