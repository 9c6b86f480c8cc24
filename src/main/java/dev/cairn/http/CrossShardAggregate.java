package dev.cairn.http;

import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.json.JsonView;
import dev.cairn.query.Groups;
import dev.cairn.storage.ShardReader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation over several shards, and the groups that come of it.
 *
 * @param groups guarded by itself
 */
record CrossShardAggregate(CrossShardTarget target, AggregateRequest request, Groups groups)
    implements CrossShardWork {

  private static final Set<String> MEMBERS =
      CrossShardQuery.with(CrossShardTarget.MEMBERS, AggregateRequest.MEMBERS);

  /**
   * Reads the body.
   *
   * @throws dev.cairn.CairnException if its form is wrong or a limit is broken
   */
  static CrossShardAggregate read(byte @Nullable [] body, Limits limits, QuerySettings settings) {
    BodyFaults faults = new BodyFaults();
    JsonView whole = WireBodies.required(body, "The aggregation", limits);
    BodyObject object = BodyObject.read(whole, "", MEMBERS, faults);
    CrossShardTarget target = CrossShardTarget.of(object, faults, settings.shards());
    AggregateRequest request = AggregateRequest.of(object, faults, limits, settings);
    return new CrossShardAggregate(target, request, new Groups(request.asked()));
  }

  @Override
  public void read(ShardId shard, ShardReader reader) {
    Groups ofShard = reader.aggregate(target.namespace(), request.asked());
    synchronized (groups) {
      groups.merge(ofShard);
    }
  }

  /** The body of the answer. */
  byte[] answer(CrossShardRun.Outcome outcome) {
    synchronized (groups) {
      return CrossShardAnswer.figures(
          outcome, json -> AggregateAnswer.members(json, request, groups));
    }
  }
}
