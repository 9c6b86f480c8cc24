package dev.cairn.restore;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.backup.Backups;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.operation.OperationTask;
import dev.cairn.operation.OperationWork;
import dev.cairn.restore.FormerStates.Brought;
import dev.cairn.shard.Shards;
import dev.cairn.snapshot.Snapshots;
import dev.cairn.storage.FileImage;
import dev.cairn.storage.Scratch;
import dev.cairn.storage.ShardFiles;
import dev.cairn.storage.ShardImage;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Brings a former state of a shard back: {@code restore} in the place of the shard itself, {@code
 * fork} as another shard.
 *
 * <p>Steps: a state that lies in the replica is restored to a scratch file, once what was
 * acknowledged is there; a snapshot, or the shard as it is now, is copied; what came of it is
 * checked, all while the shard serves. Then it takes its place ({@link Placement}), which is the
 * only step that holds up requests and the only one that changes anything.
 */
public final class RestoreWork implements OperationWork {

  /** The kind that restores in place. */
  public static final String RESTORE = "restore";

  /** The kind that makes another shard. */
  public static final String FORK = "fork";

  /** The parameter that names the other shard. */
  public static final String TO = "to";

  /** The parameter that has nothing replaced if it is {@code true}. */
  public static final String DRY_RUN = "dryRun";

  private static final String AT = "at";
  private static final String EPOCH = "epoch";

  private final String kind;
  private final Shards shards;
  private final Catalogue catalogue;
  private final Backups backups;
  private final Snapshots snapshots;
  private final @Nullable ShardFiles files;
  private final @Nullable FormerStates states;
  private final Placement placement;

  /**
   * @param kind {@link #RESTORE} or {@link #FORK}
   * @param files null if shards lie in none
   * @param states null if there is no replica that can be listed
   */
  public RestoreWork(
      String kind,
      Shards shards,
      Catalogue catalogue,
      Backups backups,
      Snapshots snapshots,
      @Nullable ShardFiles files,
      @Nullable FormerStates states,
      Clock clock) {
    this.kind = kind;
    this.shards = shards;
    this.catalogue = catalogue;
    this.backups = backups;
    this.snapshots = snapshots;
    this.files = files;
    this.states = states;
    this.placement = new Placement(shards, catalogue, snapshots, clock);
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public Map<String, Object> run(OperationTask task) throws InterruptedException {
    ShardId source = task.operation().shard();
    String to = task.parameter(TO);
    ShardId target = to == null ? source : new ShardId(to);
    if (placement.isDone(task, target)) {
      return result(task, target);
    }
    WantedState wanted = WantedState.of(task.operation().parameters());
    boolean inPlace = target.equals(source);
    try (ShardImage image = bring(task, source, wanted)) {
      task.note(Placement.RESTORED, Long.toString(image.shard().revision()));
      if (!Boolean.parseBoolean(task.parameter(DRY_RUN))) {
        if (inPlace && wanted.snapshot() != null) {
          // So that less is left to be copied while the shard is away.
          completeReplica(source);
        }
        task.progress(0.9, "Puts it in its place.");
        placement.put(
            task,
            target,
            image,
            new Placement.How(source, !inPlace, inPlace && wanted.snapshot() != null));
      }
      return result(task, target);
    }
  }

  private ShardImage bring(OperationTask task, ShardId source, WantedState wanted)
      throws InterruptedException {
    if (wanted.snapshot() != null) {
      task.progress(0.1, "Copies the snapshot.");
      return snapshots.image(source, wanted.snapshot());
    }
    if (kind.equals(FORK) && wanted.isNewest() && catalogue.find(source) != null) {
      task.progress(0.1, "Copies the shard.");
      return shards.image(source);
    }
    return bringFromReplica(task, source, wanted);
  }

  private ShardImage bringFromReplica(OperationTask task, ShardId source, WantedState wanted)
      throws InterruptedException {
    ShardFiles kept = files;
    if (states == null || kept == null) {
      throw new CairnException(
          ErrorCode.BACKUP_OFF, "There is no replica that former states could be taken from.");
    }
    task.progress(0.05, "Completes the replica.");
    completeReplica(source);
    task.progress(0.1, "Restores the state.");
    @Nullable Scratch unused = null;
    try {
      Scratch scratch = new Scratch(kept, kind);
      unused = scratch;
      Brought brought = states.bring(source, wanted, scratch, task);
      task.note(AT, Instant.ofEpochMilli(brought.millis()).toString());
      if (brought.epoch() != null) {
        task.note(EPOCH, Long.toString(brought.epoch().number()));
      }
      unused = null;
      return new FileImage(kept, scratch, scratch.file(FormerStates.FILE), brought.shard());
    } catch (IOException e) {
      throw new CairnException(ErrorCode.INTERNAL, String.valueOf(e.getMessage()), e);
    } finally {
      if (unused != null) {
        unused.close();
      }
    }
  }

  /**
   * Has what was acknowledged be in the replica, as far as that can be: it matters to a state of
   * just now. Whether the present state is there before it is replaced, others see to.
   */
  private void completeReplica(ShardId source) throws InterruptedException {
    if (catalogue.find(source) == null) {
      return;
    }
    try {
      long revision = shards.read(source, (_, newest) -> newest);
      backups.replicated(source, revision).get();
    } catch (CairnException e) {
      if (e.code() != ErrorCode.SHARD_QUARANTINED) {
        throw e;
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("never completed so", e);
    }
  }

  private Map<String, Object> result(OperationTask task, ShardId target) {
    Map<String, Object> result = placement.result(task, target);
    Placement.putNumber(result, EPOCH, task.note(EPOCH));
    Placement.putText(result, AT, task.note(AT));
    if (Boolean.parseBoolean(task.parameter(DRY_RUN))) {
      result.put(DRY_RUN, true);
    }
    return result;
  }
}
