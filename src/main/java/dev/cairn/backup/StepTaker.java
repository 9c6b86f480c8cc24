package dev.cairn.backup;

import dev.cairn.Ticker;
import dev.cairn.shard.FollowedShard;
import java.util.concurrent.TimeUnit;

/**
 * Takes the steps that shards need, and keeps the books: places among the hot ones, what failed,
 * when it may be tried again. Any thread; one step of a shard at a time, on its writer's turn.
 */
final class StepTaker {

  private static final System.Logger LOG = System.getLogger(StepTaker.class.getName());

  /** The first wait after a step that failed; each further one is twice as long. */
  private static final long FIRST_RETRY_MILLIS = 500;

  /** The most doublings of that wait: half a minute. */
  private static final int MOST_DOUBLINGS = 6;

  /** How often a shard that waits for a place asks for one. */
  private static final long PLACE_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final EpochSteps steps;
  private final HotPlaces places;
  private final Ticker ticker;

  StepTaker(EpochSteps steps, HotPlaces places, Ticker ticker) {
    this.steps = steps;
    this.places = places;
    this.ticker = ticker;
  }

  /** Notes that a shard is written to that could not be given an epoch at once. Never throws. */
  void mark(ShardBackup backup) {
    try {
      steps.mark(backup);
    } catch (StepFailure e) {
      backup.become(new Phase.Waking());
      failed(backup, "be noted as hot", e.reason());
    }
  }

  /** Takes one step. Never throws. */
  void take(ShardBackup backup, FollowedShard shard, Need need) {
    boolean placed = hasPlace(backup);
    if (!placed && need == Need.WAKE) {
      placed = places.tryTake();
      if (!placed) {
        backup.postponed(
            "All " + places.cap() + " places for shards that are copied are taken.",
            ticker.nanos() + PLACE_RETRY_NANOS);
        return;
      }
    }
    try {
      step(backup, shard, need);
      backup.succeeded();
    } catch (StepFailure e) {
      failed(backup, need.toString(), e.reason());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "The backup of shard " + backup.id() + " failed.", e);
      failed(backup, need.toString(), "It failed; the log says why.");
    } finally {
      if (placed && !hasPlace(backup)) {
        places.release();
      }
    }
  }

  private void step(ShardBackup backup, FollowedShard shard, Need need) throws StepFailure {
    switch (need) {
      case NOTHING -> {}
      case WAKE, RENEW -> steps.wake(backup, shard);
      case ROTATE -> steps.rotate(backup, shard);
      case GIVE_UP -> steps.giveUp(backup, shard);
      case RESUME -> {
        if (backup.phase() instanceof Phase.Hot hot) {
          steps.resume(backup, shard, hot);
        }
      }
      case PARK -> {
        if (backup.phase() instanceof Phase.Hot hot && shard.queued() == 0) {
          steps.park(backup, shard, hot);
        }
      }
    }
  }

  /**
   * Ends the copying of a shard that is being deleted. Never throws.
   *
   * @return whether its file is certainly registered no more
   */
  boolean abandon(ShardBackup backup) {
    boolean ended = false;
    try {
      steps.abandon(backup);
      ended = true;
    } catch (StepFailure e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The copying of deleted shard {0} could not be ended: {1}",
          backup.id(),
          e.reason());
    }
    if (hasPlace(backup)) {
      places.release();
    }
    backup.become(new Phase.Cold());
    return ended;
  }

  /** Notes that a step failed, and when it may be tried again. */
  void failed(ShardBackup backup, String step, String reason) {
    long millis = FIRST_RETRY_MILLIS << Math.min(backup.failures(), MOST_DOUBLINGS);
    if (!reason.equals(backup.failure())) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The backup of shard {0} could not {1}: {2}",
          backup.id(),
          step,
          reason);
    }
    backup.failed(reason, ticker.nanos() + TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private static boolean hasPlace(ShardBackup backup) {
    Phase phase = backup.phase();
    return phase instanceof Phase.Hot || phase instanceof Phase.Parking;
  }
}
