package dev.cairn.shard;

import dev.cairn.Quotas;
import dev.cairn.ShardId;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.catalogue.ShardRecord;
import dev.cairn.storage.FaultPlan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A catalogue over another one that fails as a plan says. Any thread. */
final class FaultyCatalogue implements Catalogue {

  private final Catalogue catalogue;
  private final FaultPlan plan;

  FaultyCatalogue(Catalogue catalogue, FaultPlan plan) {
    this.catalogue = catalogue;
    this.plan = plan;
  }

  @Override
  public @Nullable ShardRecord find(ShardId id) {
    plan.at(FaultPlan.Call.CATALOGUE_FIND);
    return catalogue.find(id);
  }

  @Override
  public long baseRevision(ShardId id) {
    return catalogue.baseRevision(id);
  }

  @Override
  public void put(ShardRecord shard) {
    plan.at(FaultPlan.Call.CATALOGUE_PUT);
    catalogue.put(shard);
  }

  @Override
  public void putAll(List<ShardRecord> shards) {
    plan.at(FaultPlan.Call.CATALOGUE_PUT_ALL);
    catalogue.putAll(shards);
  }

  @Override
  public void enterHistory(ShardId id, long begin) {
    plan.at(FaultPlan.Call.CATALOGUE_ENTER_HISTORY);
    catalogue.enterHistory(id, begin);
  }

  @Override
  public void remove(ShardId id, long nextBase) {
    plan.at(FaultPlan.Call.CATALOGUE_REMOVE);
    catalogue.remove(id, nextBase);
  }

  @Override
  public boolean isRemoved(ShardId id) {
    return catalogue.isRemoved(id);
  }

  @Override
  public List<ShardRecord> list(String prefix, @Nullable ShardId after, int limit) {
    return catalogue.list(prefix, after, limit);
  }

  @Override
  public Map<ShardId, Quotas> quotas() {
    return catalogue.quotas();
  }

  @Override
  public long count() {
    return catalogue.count();
  }

  @Override
  public void close() {
    catalogue.close();
  }
}
