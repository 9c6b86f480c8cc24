package dev.cairn.http;

import dev.cairn.JsonText;
import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.json.JsonView;
import dev.cairn.query.Filter;
import dev.cairn.query.Filters;
import dev.cairn.storage.ShardReader;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A count over several shards, and what it has come to. */
record CrossShardCount(CrossShardTarget target, @Nullable Filter filter, LongAdder count)
    implements CrossShardWork {

  private static final Set<String> MEMBERS =
      CrossShardQuery.with(CrossShardTarget.MEMBERS, Set.of("filter"));

  /**
   * Reads the body.
   *
   * @throws dev.cairn.CairnException if its form is wrong
   */
  static CrossShardCount read(byte @Nullable [] body, Limits limits, QuerySettings settings) {
    BodyFaults faults = new BodyFaults();
    JsonView whole = WireBodies.required(body, "The count", limits);
    BodyObject object = BodyObject.read(whole, "", MEMBERS, faults);
    CrossShardTarget target = CrossShardTarget.of(object, faults, settings.shards());
    JsonText filter = QueryRequest.text(object, "filter");
    return new CrossShardCount(
        target, filter == null ? null : Filters.read(filter, "/filter"), new LongAdder());
  }

  @Override
  public void read(ShardId shard, ShardReader reader) {
    count.add(reader.count(target.namespace(), filter));
  }

  /** The body of the answer. */
  byte[] answer(CrossShardRun.Outcome outcome) {
    return CrossShardAnswer.figures(outcome, json -> json.writeNumberField("count", count.sum()));
  }
}
