package dev.cairn.http;

import dev.cairn.JsonText;
import dev.cairn.Limits;
import dev.cairn.json.JsonView;
import dev.cairn.query.Aggregate;
import dev.cairn.query.Aggregates;
import dev.cairn.query.Aggregation;
import dev.cairn.query.Field;
import dev.cairn.query.Filters;
import dev.cairn.query.GroupOrder;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation as it was asked for.
 *
 * @param asked what the storage is asked
 * @param order of the groups in the answer
 * @param limit most groups in the answer
 */
record AggregateRequest(Aggregation asked, GroupOrder order, int limit) {

  /** The members of its body. */
  static final Set<String> MEMBERS = Set.of("filter", "groupBy", "aggregates", "sort", "limit");

  /**
   * Reads the body of an aggregation.
   *
   * @throws dev.cairn.CairnException if its form is wrong or a limit is broken
   */
  static AggregateRequest read(byte @Nullable [] body, Limits limits, QuerySettings bounds) {
    BodyFaults faults = new BodyFaults();
    JsonView whole = WireBodies.required(body, "The aggregation", limits);
    return of(BodyObject.read(whole, "", MEMBERS, faults), faults, limits, bounds);
  }

  /** As {@link #read}, of a body that may have further members; null if it is no object. */
  static AggregateRequest of(
      @Nullable BodyObject object, BodyFaults faults, Limits limits, QuerySettings bounds) {
    Long limit = object == null ? null : object.whole("limit", 1, limits.pageMax());
    String groupBy = object == null ? null : object.string("groupBy");
    JsonView aggregates = object == null ? null : object.anyRequired("aggregates");
    faults.refuseIfAny("The aggregation");
    JsonText filter = QueryRequest.text(object, "filter");
    JsonText sort = QueryRequest.text(object, "sort");
    Field field = groupBy == null ? null : Aggregates.groupBy(groupBy, "/groupBy");
    List<Aggregate> figures =
        Aggregates.read(Objects.requireNonNull(aggregates).text(), "/aggregates");
    return new AggregateRequest(
        new Aggregation(
            filter == null ? null : Filters.read(filter, "/filter"),
            field,
            figures,
            bounds.groups(),
            bounds.groupBytes()),
        sort == null ? GroupOrder.BY_GROUP : Aggregates.order(sort, figures, "/sort"),
        limit == null ? limits.pageDefault() : limit.intValue());
  }
}
