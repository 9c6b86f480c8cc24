package dev.cairn.restore;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.catalogue.ShardRecord;
import dev.cairn.operation.OperationTask;
import dev.cairn.shard.Replacement;
import dev.cairn.shard.Shards;
import dev.cairn.snapshot.Snapshots;
import dev.cairn.storage.ShardImage;
import dev.cairn.storage.SnapshotDraft;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives shards the states that operations have brought, once: noted before is the revision at which
 * the shard will begin, by which a restart sees whether it was done. Any thread; blocks.
 */
final class Placement {

  static final String UNDO_AT = "undoAt";
  static final String UNDO_SNAPSHOT = "undoSnapshot";
  static final String RESTORED = "restoredRevision";

  private static final String BEGIN = "begin";

  private final Shards shards;
  private final Catalogue catalogue;
  private final Snapshots snapshots;
  private final Clock clock;

  Placement(Shards shards, Catalogue catalogue, Snapshots snapshots, Clock clock) {
    this.shards = shards;
    this.catalogue = catalogue;
    this.snapshots = snapshots;
    this.clock = clock;
  }

  /**
   * How a state is put in its place.
   *
   * @param settingsOf the shard whose settings a new one takes over
   * @param mustBeNew whether a shard that is there is left alone, and the wish refused
   * @param keeps whether what is replaced becomes a snapshot
   */
  record How(ShardId settingsOf, boolean mustBeNew, boolean keeps) {}

  /** Whether it was done before a restart. */
  boolean isDone(OperationTask task, ShardId target) {
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

  /** Puts a state in its place; see {@link Shards#replace}. */
  void put(OperationTask task, ShardId target, ShardImage image, How how) {
    boolean hasFormer = catalogue.find(target) != null;
    SnapshotDraft keepAs = hasFormer && how.keeps() ? undo(task) : null;
    ShardRecord record = catalogue.find(how.settingsOf());
    shards.replace(
        target,
        new Replacement(
            image,
            how.mustBeNew() ? clock.millis() : image.shard().created(),
            record == null ? Durability.NORMAL : record.durability(),
            how.mustBeNew(),
            keepAs,
            begin -> {
              if (hasFormer && !how.keeps()) {
                // What was parked just now was copied before this; the next epoch begins after it.
                task.note(UNDO_AT, Instant.ofEpochMilli(clock.millis() + 1).toString());
              }
              task.note(BEGIN, Long.toString(begin));
            }));
  }

  private SnapshotDraft undo(OperationTask task) {
    SnapshotDraft draft =
        snapshots.draft(null, "What operation " + task.operation().id() + " has replaced.");
    task.note(UNDO_SNAPSHOT, draft.id());
    return draft;
  }

  /** What came of it. */
  Map<String, Object> result(OperationTask task, ShardId target) {
    Map<String, Object> result = new TreeMap<>();
    result.put("shard", target.value());
    putNumber(result, "revision", task.note(BEGIN));
    putNumber(result, RESTORED, task.note(RESTORED));
    putText(result, UNDO_AT, task.note(UNDO_AT));
    String undo = task.note(UNDO_SNAPSHOT);
    if (undo != null && snapshots.isThere(target, undo)) {
      result.put(UNDO_SNAPSHOT, undo);
    }
    return result;
  }

  static void putNumber(Map<String, Object> result, String name, @Nullable String value) {
    if (value != null) {
      result.put(name, Long.valueOf(value));
    }
  }

  static void putText(Map<String, Object> result, String name, @Nullable String value) {
    if (value != null) {
      result.put(name, value);
    }
  }
}
