package dev.cairn.backup;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.shard.Shards;
import java.util.Collection;

/** Of a node that can't list its replica: it makes none, and knows of none. */
final class NoDrills implements Drills {

  @Override
  public void start(Shards registry) {}

  @Override
  public void look(ShardBackup backup) {}

  @Override
  public void round(Collection<ShardBackup> backups) {}

  @Override
  public Drilled now(ShardId id, String name) {
    throw new CairnException(
        ErrorCode.DRILL_UNTRIED,
        "Only replicas in directories and S3-compatible stores are restored for a trial.");
  }

  @Override
  public void forget(String name) {}

  @Override
  public ShardProof proof(String name) {
    return ShardProof.NONE;
  }

  @Override
  public DrillFigures figures() {
    return DrillFigures.NONE;
  }

  @Override
  public ReplicaFigures extents() {
    return ReplicaFigures.NONE;
  }
}
