package dev.cairn.backup;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.shard.Shards;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Restores shards for a trial, one at a time, and compares them with what is served. {@link
 * DrillPlan} says which and when, {@link Drill} does it; this sees to the pace, and to a new epoch
 * where a drill has failed. Any thread.
 */
final class RestoreDrills implements Drills {

  /**
   * For each second that a drill takes none is begun for so many: drills take a tenth of the time
   * at most, of this machine as well as of the store.
   */
  private static final int REST = 9;

  /** How long none is begun after one that came to no result, in nanoseconds. */
  private static final long TROUBLE_REST_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** How long one who asks for a drill waits for another one to end, in seconds. */
  private static final long TURN_SECONDS = 30;

  private static final System.Logger LOG = System.getLogger(RestoreDrills.class.getName());

  private final DrillPlan plan;
  private final Drill drill;
  private final Renewal renewal;
  private final Restorer restorer;
  private final Ticker ticker;

  /** One drill at a time. */
  private final Semaphore turn = new Semaphore(1);

  /** Before this none is begun, by the ticker; told by one drill to the next. */
  private volatile long restUntil;

  private volatile @Nullable Shards shards;

  private RestoreDrills(
      DrillPlan plan, Drill drill, Renewal renewal, Restorer restorer, Ticker ticker) {
    this.plan = plan;
    this.drill = drill;
    this.renewal = renewal;
    this.restorer = restorer;
    this.ticker = ticker;
    this.restUntil = ticker.nanos();
  }

  /**
   * Those of a node.
   *
   * @param directory where they are noted; made if it is missing
   * @param backups what is known of shards, as it is from moment to moment
   */
  static RestoreDrills of(
      Replicator replicator,
      ReplicaStore store,
      Proving proving,
      Path directory,
      BackupSettings settings,
      Map<ShardId, ShardBackup> backups,
      Renewal renewal,
      Clock clock,
      Ticker ticker)
      throws IOException {
    DrillPlan plan = new DrillPlan(new DrillNotes(directory), proving.settings(), clock, ticker);
    Drill drill =
        new Drill(
            store,
            new LiveContent(replicator, settings.callLimit(), ticker),
            new TrialRestore(proving.restorer(), store, proving.files(), ticker),
            backups::get,
            plan::seen,
            renewal,
            clock);
    return new RestoreDrills(plan, drill, renewal, proving.restorer(), ticker);
  }

  @Override
  public void start(Shards registry) {
    shards = registry;
  }

  @Override
  public void look(ShardBackup backup) {
    if (backup.phase() instanceof Phase.Hot(EpochName epoch, _)) {
      plan.isIn(backup.id(), backup.name(), epoch);
    }
    plan.isAt(backup.name(), backup.coverage().covered());
  }

  @Override
  public void round(Collection<ShardBackup> backups) {
    backups.forEach(this::look);
    Shards registry = shards;
    if (registry == null || ticker.nanos() - restUntil < 0 || restorer.isAtWork()) {
      // Whoever waits for a shard comes first: two at a time would take all processors there are.
      return;
    }
    DrillPlan.Next next = plan.next();
    if (next != null && turn.tryAcquire()) {
      try {
        make(registry, next.id(), next.name());
      } catch (Untried toldOf) {
        // It comes again after a while.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        turn.release();
      }
    }
  }

  @Override
  public Drilled now(ShardId id, String name) {
    Shards registry = shards;
    boolean mine = false;
    try {
      mine = registry != null && turn.tryAcquire(TURN_SECONDS, TimeUnit.SECONDS);
      if (registry == null || !mine) {
        throw new Untried("Another shard is being tried.");
      }
      return make(registry, id, name);
    } catch (Untried e) {
      throw new CairnException(ErrorCode.DRILL_UNTRIED, e.reason(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CairnException(ErrorCode.SHUTTING_DOWN, "The service is shutting down.", e);
    } finally {
      if (mine) {
        turn.release();
      }
    }
  }

  private Drilled make(Shards registry, ShardId id, String name)
      throws Untried, InterruptedException {
    long begun = ticker.nanos();
    long rest = TROUBLE_REST_NANOS;
    String epoch = plan.begin(id, name);
    try {
      Drill.Outcome outcome = drill.of(registry, id, name);
      Drilled result = outcome.result();
      plan.ended(name, epoch, result);
      rest = 0;
      if (!result.ok()) {
        LOG.log(
            System.Logger.Level.ERROR,
            "The backup of shard {0} is no good, and is begun anew: {1}",
            id,
            result.reason());
        renewal.renew(id, outcome.hot(), result.reason());
      }
      return result;
    } catch (Untried e) {
      untried(id, name, e.reason());
      throw e;
    } catch (CairnException e) {
      switch (e.code()) {
        case SHARD_NOT_FOUND -> plan.forget(name);
        case SHUTTING_DOWN -> {}
        default -> untried(id, name, e.detail());
      }
      throw new Untried(e.detail(), e);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "The trial of shard " + id + " failed.", e);
      plan.untried(name, "The trial failed; the log says why.");
      throw new Untried("The trial failed; the log says why.", e);
    } finally {
      long now = ticker.nanos();
      restUntil = now + Math.max(rest, REST * (now - begun));
    }
  }

  private void untried(ShardId id, String name, String why) {
    plan.untried(name, why);
    if (!Thread.currentThread().isInterrupted()) {
      LOG.log(
          System.Logger.Level.WARNING, "The backup of shard {0} could not be tried: {1}", id, why);
    }
  }

  @Override
  public void forget(String name) {
    plan.forget(name);
  }

  @Override
  public ShardProof proof(String name) {
    return plan.proof(name);
  }

  @Override
  public DrillFigures figures() {
    return plan.figures();
  }

  @Override
  public ReplicaFigures extents() {
    return plan.extents(drill.requests());
  }
}
