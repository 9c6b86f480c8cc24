package dev.cairn.query;

import dev.cairn.JsonText;
import dev.cairn.json.JsonView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the criteria of a sort from JSON. Any thread. */
public final class Sorts {

  private static final Set<String> OF_CRITERION = Set.of("field", "order");

  private Sorts() {}

  /**
   * The criteria that {@code sort}, a text that has passed the strict check, spells: an array of
   * objects with a field and, if it is not ascending, an order.
   *
   * @param pointerPrefix the JSON Pointer of the sort in the body, such as {@code /sort}; every
   *     violation's pointer begins with it
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#INVALID_QUERY} with a violation for
   *     the first part that can't be used, or if there are more than {@link
   *     QueryBounds#MAX_CRITERIA}
   */
  public static List<Sort> read(JsonText sort, String pointerPrefix) {
    JsonView json = JsonView.of(sort);
    if (json.kind() != JsonView.Kind.ARRAY) {
      throw Refusals.at(pointerPrefix, "A sort is an array of objects with field and order.");
    }
    List<Sort> criteria = new ArrayList<>();
    for (JsonView each = json.first(); each != null; each = each.next()) {
      if (criteria.size() == QueryBounds.MAX_CRITERIA) {
        throw Refusals.at(
            pointerPrefix, "The sort has more than " + QueryBounds.MAX_CRITERIA + " criteria.");
      }
      criteria.add(criterion(each, pointerPrefix + "/" + criteria.size()));
    }
    return List.copyOf(criteria);
  }

  private static Sort criterion(JsonView json, String pointer) {
    Map<String, JsonView> members = Members.of(json, pointer, "A criterion of a sort");
    Members.allowOnly(members, OF_CRITERION, pointer, "A criterion has field and order.");
    Field field = Members.field(members, pointer);
    return new Sort(field, Members.descending(members, pointer));
  }
}
