package dev.cairn.query;

import dev.cairn.CairnException;
import dev.cairn.JsonText;
import dev.cairn.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads aggregates, what groups them, and the order of groups from JSON. Any thread. */
public final class Aggregates {

  private static final Set<String> OF_AGGREGATE = Set.of("function", "field");
  private static final Set<String> OF_CRITERION = Set.of("aggregate", "order");

  private Aggregates() {}

  /**
   * The figures that {@code aggregates}, a text that has passed the strict check, spells: an object
   * of objects with a function, and a field unless it is count.
   *
   * @param pointer the JSON Pointer of the object in the body
   * @throws CairnException {@link dev.cairn.ErrorCode#INVALID_QUERY} with a violation for the first
   *     part that can't be used, or if they are none or more than {@link
   *     QueryBounds#MAX_AGGREGATES}
   */
  public static List<Aggregate> read(JsonText aggregates, String pointer) {
    Map<String, JsonView> members = Members.of(JsonView.of(aggregates), pointer, "What is asked");
    if (members.isEmpty() || members.size() > QueryBounds.MAX_AGGREGATES) {
      throw Refusals.at(
          pointer, "There are 1 to " + QueryBounds.MAX_AGGREGATES + " aggregates, each by a name.");
    }
    List<Aggregate> read = new ArrayList<>();
    members.forEach((name, json) -> read.add(aggregate(name, json, pointer)));
    return List.copyOf(read);
  }

  private static Aggregate aggregate(String name, JsonView json, String outer) {
    String pointer = outer + Refusals.token(name);
    if (name.isEmpty()
        || name.getBytes(StandardCharsets.UTF_8).length > QueryBounds.MAX_NAME_BYTES) {
      throw Refusals.at(
          pointer, "The name of an aggregate has 1 to " + QueryBounds.MAX_NAME_BYTES + " bytes.");
    }
    Map<String, JsonView> members = Members.of(json, pointer, "An aggregate");
    Members.allowOnly(members, OF_AGGREGATE, pointer, "An aggregate has function and field.");
    Aggregate.Function function =
        function(Members.string(members, "function", pointer), pointer + "/function");
    try {
      return new Aggregate(
          name, function, members.containsKey("field") ? Members.field(members, "") : null);
    } catch (CairnException e) {
      throw Refusals.under(pointer, e);
    }
  }

  private static Aggregate.Function function(String word, String pointer) {
    for (Aggregate.Function function : Aggregate.Function.values()) {
      if (function.name().toLowerCase(Locale.ROOT).equals(word)) {
        return function;
      }
    }
    throw Refusals.at(pointer, "There is no such function; use count, min, max, sum or avg.");
  }

  /**
   * The field that groups entries.
   *
   * @throws CairnException {@link dev.cairn.ErrorCode#INVALID_QUERY} if it is none
   */
  public static Field groupBy(String text, String pointer) {
    try {
      return Field.parse(text);
    } catch (CairnException e) {
      throw Refusals.under(pointer, e);
    }
  }

  /**
   * The order of groups that {@code sort} spells: an array of objects with the name of an aggregate
   * and, if it is not ascending, an order.
   *
   * @param pointer the JSON Pointer of the array in the body
   * @throws CairnException {@link dev.cairn.ErrorCode#INVALID_QUERY}
   */
  public static GroupOrder order(JsonText sort, List<Aggregate> aggregates, String pointer) {
    JsonView json = JsonView.of(sort);
    if (json.kind() != JsonView.Kind.ARRAY) {
      throw Refusals.at(
          pointer, "A sort of groups is an array of objects with aggregate and order.");
    }
    List<GroupOrder.Criterion> criteria = new ArrayList<>();
    for (JsonView each = json.first(); each != null; each = each.next()) {
      if (criteria.size() == QueryBounds.MAX_CRITERIA) {
        throw Refusals.at(
            pointer, "The sort has more than " + QueryBounds.MAX_CRITERIA + " criteria.");
      }
      criteria.add(criterion(each, aggregates, pointer + "/" + criteria.size()));
    }
    return new GroupOrder(criteria);
  }

  private static GroupOrder.Criterion criterion(
      JsonView json, List<Aggregate> aggregates, String pointer) {
    Map<String, JsonView> members = Members.of(json, pointer, "A criterion of a sort of groups");
    Members.allowOnly(members, OF_CRITERION, pointer, "A criterion has aggregate and order.");
    String name = Members.string(members, "aggregate", pointer);
    for (int i = 0; i < aggregates.size(); i++) {
      if (aggregates.get(i).name().equals(name)) {
        return new GroupOrder.Criterion(i, Members.descending(members, pointer));
      }
    }
    throw Refusals.at(pointer + "/aggregate", "No aggregate of the request has this name.");
  }
}
