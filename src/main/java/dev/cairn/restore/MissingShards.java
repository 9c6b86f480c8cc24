package dev.cairn.restore;

import dev.cairn.CairnException;
import dev.cairn.ShardId;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.catalogue.ShardRecord;
import dev.cairn.operation.Operation;
import dev.cairn.operation.OperationState;
import dev.cairn.operation.OperationTask;
import dev.cairn.operation.Operations;
import dev.cairn.storage.ShardFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings back, before anything is served, the newest states of shards that the catalogue lists and
 * whose files are gone. One thread.
 */
public final class MissingShards {

  /** Shards that are looked at in a step. */
  private static final int PAGE = 500;

  /** Operations that are under way at a time. */
  private static final int AT_ONCE = 100;

  private static final System.Logger LOG = System.getLogger(MissingShards.class.getName());

  private final Catalogue catalogue;
  private final ShardFiles files;
  private final Operations operations;

  /** Those of that catalogue. */
  public MissingShards(Catalogue catalogue, ShardFiles files, Operations operations) {
    this.catalogue = catalogue;
    this.files = files;
    this.operations = operations;
  }

  /** Brings back what it can; what it can't stays quarantined, with a word in the log. */
  public void restore() {
    List<ShardId> missing = new ArrayList<>();
    @Nullable ShardId last = null;
    List<ShardRecord> page;
    do {
      page = catalogue.list("", last, PAGE);
      for (ShardRecord shard : page) {
        last = shard.id();
        if (!files.isThere(shard.id())) {
          missing.add(shard.id());
        }
      }
    } while (page.size() == PAGE);
    if (!missing.isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The files of {0} shards are missing; their newest states are restored first.",
          missing.size());
      restore(missing);
    }
  }

  private void restore(List<ShardId> missing) {
    int failed = 0;
    for (int begin = 0; begin < missing.size(); begin += AT_ONCE) {
      List<ShardId> some = missing.subList(begin, Math.min(begin + AT_ONCE, missing.size()));
      for (OperationTask task : begin(some)) {
        Operation ended = task.ended().join();
        failed += ended.state() == OperationState.SUCCEEDED ? 0 : 1;
      }
      LOG.log(
          System.Logger.Level.INFO,
          "Of {0} missing shards {1} were tried, {2} could not be restored.",
          missing.size(),
          begin + some.size(),
          failed);
    }
  }

  private List<OperationTask> begin(List<ShardId> missing) {
    List<OperationTask> tasks = new ArrayList<>();
    for (ShardId id : missing) {
      try {
        tasks.add(operations.begin(RestoreWork.RESTORE, id, Map.of()));
      } catch (CairnException e) {
        // One from before the restart most likely goes on.
        LOG.log(System.Logger.Level.WARNING, "Shard {0} is not restored: {1}", id, e.detail());
      }
    }
    return tasks;
  }
}
