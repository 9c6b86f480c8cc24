package dev.cairn.restore;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.backup.Backups;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.catalogue.ShardRecord;
import dev.cairn.operation.OperationTask;
import dev.cairn.operation.OperationWork;
import dev.cairn.restore.FormerStates.Brought;
import dev.cairn.shard.Replacement;
import dev.cairn.shard.Shards;
import dev.cairn.storage.RestoredShard;
import dev.cairn.storage.Scratch;
import dev.cairn.storage.ShardFiles;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Brings a former state of a shard back: {@code restore} in the place of the shard itself, {@code
 * fork} as another shard.
 *
 * <p>Steps: what was acknowledged is brought into the replica; the wanted state is restored to a
 * scratch file and checked, while the shard serves; then the file takes its place, which is the
 * only step that holds up requests and the only one that changes anything. Noted before it: the
 * revision at which the shard will begin, by which a restart sees whether it was done.
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

  private static final String BEGIN = "begin";
  private static final String UNDO_AT = "undoAt";
  private static final String RESTORED = "restoredRevision";
  private static final String AT = "at";
  private static final String EPOCH = "epoch";

  private final String kind;
  private final Shards shards;
  private final Catalogue catalogue;
  private final Backups backups;
  private final @Nullable ShardFiles files;
  private final @Nullable FormerStates states;
  private final Clock clock;

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
      @Nullable ShardFiles files,
      @Nullable FormerStates states,
      Clock clock) {
    this.kind = kind;
    this.shards = shards;
    this.catalogue = catalogue;
    this.backups = backups;
    this.files = files;
    this.states = states;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public Map<String, Object> run(OperationTask task) throws InterruptedException {
    ShardFiles kept = files;
    if (kept == null) {
      throw new CairnException(
          ErrorCode.BACKUP_OFF, "This node keeps its shards in no files that could be restored.");
    }
    ShardId source = task.operation().shard();
    String to = task.parameter(TO);
    ShardId target = to == null ? source : new ShardId(to);
    if (isDone(task, target)) {
      return result(task, target);
    }
    try (Scratch scratch = new Scratch(kept, kind)) {
      RestoredShard restored = bring(task, kept, source, scratch);
      if (!Boolean.parseBoolean(task.parameter(DRY_RUN))) {
        task.progress(0.9, "Puts it in its place.");
        boolean hasFormer = catalogue.find(target) != null;
        shards.replace(target, replacement(task, source, scratch, restored, hasFormer));
      }
      return result(task, target);
    } catch (IOException e) {
      throw new CairnException(ErrorCode.INTERNAL, String.valueOf(e.getMessage()), e);
    }
  }

  /** Whether it was done before a restart. */
  private boolean isDone(OperationTask task, ShardId target) {
    String begin = task.note(BEGIN);
    if (begin == null) {
      return false;
    }
    try {
      return shards.read(target, (_, revision) -> revision) >= Long.parseLong(begin);
    } catch (CairnException e) {
      if (e.code() == ErrorCode.SHARD_NOT_FOUND || e.code() == ErrorCode.SHARD_QUARANTINED) {
        return false;
      }
      throw e;
    }
  }

  private RestoredShard bring(OperationTask task, ShardFiles kept, ShardId source, Scratch scratch)
      throws InterruptedException {
    WantedState wanted = WantedState.of(task.operation().parameters());
    if (kind.equals(FORK) && wanted.isNewest() && catalogue.find(source) != null) {
      task.progress(0.1, "Copies the shard.");
      shards.copy(source, scratch.file(FormerStates.FILE));
      RestoredShard copied = kept.examine(scratch.file(FormerStates.FILE));
      task.note(RESTORED, Long.toString(copied.revision()));
      return copied;
    }
    if (states == null) {
      throw new CairnException(
          ErrorCode.BACKUP_OFF, "There is no replica that former states could be taken from.");
    }
    task.progress(0.05, "Completes the replica.");
    completeReplica(source);
    task.progress(0.1, "Restores the state.");
    Brought brought = states.bring(source, wanted, scratch, task);
    task.note(RESTORED, Long.toString(brought.shard().revision()));
    task.note(AT, Instant.ofEpochMilli(brought.millis()).toString());
    if (brought.epoch() != null) {
      task.note(EPOCH, Long.toString(brought.epoch().number()));
    }
    return brought.shard();
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

  private Replacement replacement(
      OperationTask task,
      ShardId source,
      Scratch scratch,
      RestoredShard restored,
      boolean hasFormer) {
    ShardRecord record = catalogue.find(source);
    return new Replacement(
        scratch.file(FormerStates.FILE),
        restored.revision(),
        kind.equals(FORK) ? clock.millis() : restored.created(),
        record == null ? Durability.NORMAL : record.durability(),
        kind.equals(FORK),
        begin -> {
          if (hasFormer) {
            // What was parked just now was copied before this, and the next epoch begins after it.
            task.note(UNDO_AT, Instant.ofEpochMilli(clock.millis() + 1).toString());
          }
          task.note(BEGIN, Long.toString(begin));
        });
  }

  private static Map<String, Object> result(OperationTask task, ShardId target) {
    Map<String, Object> result = new TreeMap<>();
    result.put("shard", target.value());
    putNumber(result, "revision", task.note(BEGIN));
    putNumber(result, RESTORED, task.note(RESTORED));
    putNumber(result, EPOCH, task.note(EPOCH));
    putText(result, AT, task.note(AT));
    putText(result, UNDO_AT, task.note(UNDO_AT));
    if (Boolean.parseBoolean(task.parameter(DRY_RUN))) {
      result.put(DRY_RUN, true);
    }
    return result;
  }

  private static void putNumber(Map<String, Object> result, String name, @Nullable String value) {
    if (value != null) {
      result.put(name, Long.valueOf(value));
    }
  }

  private static void putText(Map<String, Object> result, String name, @Nullable String value) {
    if (value != null) {
      result.put(name, value);
    }
  }
}
