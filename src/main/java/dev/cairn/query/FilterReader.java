package dev.cairn.query;

import dev.cairn.CairnException;
import dev.cairn.json.JsonView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads one filter, counting its parts. One thread, one use. */
final class FilterReader {

  private static final Set<String> OF_CONDITION = Set.of("field", "operator", "value");
  private static final Set<String> OF_GROUP = Set.of("and", "or", "not");

  private int parts;
  private int operands;

  Filter read(JsonView json, String pointer, int depth) {
    if (depth > QueryBounds.MAX_DEPTH) {
      throw Refusals.at(
          pointer, "The filter is nested deeper than " + QueryBounds.MAX_DEPTH + " levels.");
    }
    parts++;
    if (parts > QueryBounds.MAX_PARTS) {
      throw Refusals.at(
          pointer, "The filter has more than " + QueryBounds.MAX_PARTS + " conditions and groups.");
    }
    Map<String, JsonView> members = Members.of(json, pointer, "A filter");
    if (members.keySet().stream().noneMatch(OF_GROUP::contains)) {
      return condition(members, pointer);
    }
    Members.allowOnly(members, OF_GROUP, pointer, "A group is one of and, or, not.");
    if (members.size() != 1) {
      throw Refusals.at(pointer, "A group is only one of and, or, not.");
    }
    Map.Entry<String, JsonView> group = members.entrySet().iterator().next();
    String below = pointer + Refusals.token(group.getKey());
    return switch (group.getKey()) {
      case "and" -> new Filter.And(readAll(group.getValue(), below, depth));
      case "or" -> new Filter.Or(readAll(group.getValue(), below, depth));
      default -> new Filter.Not(read(group.getValue(), below, depth + 1));
    };
  }

  private List<Filter> readAll(JsonView json, String pointer, int depth) {
    if (json.kind() != JsonView.Kind.ARRAY) {
      throw Refusals.at(pointer, "The group is an array of filters.");
    }
    List<Filter> filters = new ArrayList<>();
    for (JsonView each = json.first(); each != null; each = each.next()) {
      filters.add(read(each, pointer + "/" + filters.size(), depth + 1));
    }
    return filters;
  }

  private Filter condition(Map<String, JsonView> members, String pointer) {
    Members.allowOnly(
        members, OF_CONDITION, pointer, "A filter has field, operator and value, or a group.");
    Field field = Members.field(members, pointer);
    Operator operator = operator(Members.string(members, "operator", pointer), pointer);
    JsonView value = Members.get(members, "value", pointer);
    try {
      ConditionCheck.checkPair(field, operator);
    } catch (CairnException e) {
      throw Refusals.under(pointer, e);
    }
    List<Operand> list =
        operator.takesList()
            ? operandsOf(value, field, pointer + "/value")
            : List.of(operand(value, field, operator, pointer + "/value"));
    try {
      return new Filter.Condition(field, operator, list);
    } catch (CairnException e) {
      throw Refusals.under(pointer, e);
    }
  }

  private static Operator operator(String word, String pointer) {
    Operator operator = Operator.of(word);
    if (operator == null) {
      throw Refusals.at(
          pointer + "/operator",
          "There is no such operator; use eq, ne, gt, gte, lt, lte, contains, containsAny,"
              + " containsAll, startsWith, endsWith, in, nin or exists.");
    }
    return operator;
  }

  private List<Operand> operandsOf(JsonView json, Field field, String pointer) {
    if (json.kind() != JsonView.Kind.ARRAY) {
      throw Refusals.at(
          pointer, "The operators in, nin, containsAny and containsAll take an array.");
    }
    List<Operand> list = new ArrayList<>();
    for (JsonView each = json.first(); each != null; each = each.next()) {
      if (list.size() == QueryBounds.MAX_LIST) {
        throw Refusals.at(pointer, "The list has more than " + QueryBounds.MAX_LIST + " members.");
      }
      list.add(operand(each, field, Operator.IN, pointer + "/" + list.size()));
    }
    return list;
  }

  private Operand operand(JsonView json, Field field, Operator operator, String pointer) {
    operands++;
    if (operands > QueryBounds.MAX_OPERANDS) {
      throw Refusals.at(
          pointer, "The filter has more than " + QueryBounds.MAX_OPERANDS + " values.");
    }
    try {
      return switch (json.kind()) {
        case NULL -> new Operand.Null();
        case FALSE -> new Operand.Bool(false);
        case TRUE -> new Operand.Bool(true);
        case NUMBER -> number(json.written());
        case STRING ->
            field.isTime() && operator != Operator.EXISTS
                ? Operand.Time.parse(Members.text(json))
                : Operand.Text.of(Members.text(json));
        case ARRAY, OBJECT ->
            throw Refusals.at(
                "", "A value to compare with is null, a boolean, a number or a string.");
      };
    } catch (CairnException e) {
      throw Refusals.under(pointer, e);
    }
  }

  private static Operand number(String written) {
    Number number = NumberText.parse(written);
    return number instanceof Long integer
        ? new Operand.Int(integer)
        : new Operand.Real(number.doubleValue());
  }
}
