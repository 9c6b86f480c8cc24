package dev.cairn.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Compiles filters to SQL expressions that are true or false, never NULL. One thread. */
final class ConditionSql {

  private final SqlBinds binds;

  ConditionSql(SqlBinds binds) {
    this.binds = binds;
  }

  String compile(Filter filter) {
    return switch (filter) {
      case Filter.And and -> join(and.filters(), " and ", FieldSql.TRUE);
      case Filter.Or or -> join(or.filters(), " or ", FieldSql.FALSE);
      case Filter.Not not -> "(not " + compile(not.filter()) + ")";
      case Filter.Condition condition -> condition(condition);
    };
  }

  private String join(List<Filter> filters, String by, String ofNone) {
    return filters.isEmpty()
        ? ofNone
        : filters.stream().map(this::compile).collect(Collectors.joining(by, "(", ")"));
  }

  private String condition(Filter.Condition condition) {
    FieldSql field = FieldSql.of(condition.field(), binds);
    List<Operand> operands = condition.operands();
    return switch (condition.operator()) {
      case EXISTS ->
          condition.operand() instanceof Operand.Bool(boolean wanted) && wanted
              ? field.isPresent()
              : "(not " + field.isPresent() + ")";
      case EQ, IN -> anyOf(field, operands);
      case NE, NIN -> both(field.isPresent(), () -> "(not " + anyOf(field, operands) + ")");
      case GT -> compared(field, ">", condition.operand());
      case GTE -> compared(field, ">=", condition.operand());
      case LT -> compared(field, "<", condition.operand());
      case LTE -> compared(field, "<=", condition.operand());
      case CONTAINS -> contains(field, condition.operand());
      case CONTAINS_ANY, CONTAINS_ALL -> new MembersSql(binds).compile(condition, field);
      case STARTS_WITH -> startsWith(field, utf8(condition.operand()));
      case ENDS_WITH -> endsWith(field, utf8(condition.operand()));
    };
  }

  private static String both(String guard, Supplier<String> rest) {
    return switch (guard) {
      case FieldSql.FALSE -> FieldSql.FALSE;
      case FieldSql.TRUE -> rest.get();
      default -> "(" + guard + " and " + rest.get() + ")";
    };
  }

  private static String either(List<String> alternatives) {
    List<String> possible = alternatives.stream().filter(a -> !a.equals(FieldSql.FALSE)).toList();
    return switch (possible.size()) {
      case 0 -> FieldSql.FALSE;
      case 1 -> possible.getFirst();
      default -> "(" + String.join(" or ", possible) + ")";
    };
  }

  private String anyOf(FieldSql field, List<Operand> operands) {
    List<Object> numbers = new ArrayList<>();
    List<Object> strings = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (Operand operand : operands) {
      switch (operand) {
        case Operand.Null _ -> words.add("null");
        case Operand.Bool(boolean value) -> words.add(Boolean.toString(value));
        case Operand.Text(byte[] utf8) -> strings.add(utf8);
        case Operand.Int _, Operand.Real _, Operand.Time _ -> numbers.add(number(operand));
      }
    }
    List<String> alternatives = new ArrayList<>();
    words.stream().distinct().map(field::isLiteral).forEach(alternatives::add);
    if (!numbers.isEmpty()) {
      alternatives.add(both(field.isNumber(), () -> isIn(field.number(), numbers)));
    }
    if (!strings.isEmpty()) {
      alternatives.add(both(field.isString(), () -> isIn(field.bytes(), strings)));
    }
    return either(alternatives);
  }

  private String isIn(String found, List<Object> wanted) {
    if (wanted.size() == 1) {
      return "(" + found + " = " + binds.add(wanted.getFirst()) + ")";
    }
    String list = wanted.stream().map(binds::add).collect(Collectors.joining(", "));
    return "(" + found + " in (" + list + "))";
  }

  private String compared(FieldSql field, String sign, Operand operand) {
    return switch (operand) {
      case Operand.Null _ -> FieldSql.FALSE;
      case Operand.Bool(boolean value) ->
          both(field.isBoolean(), () -> compared(field.number(), sign, value ? 1L : 0L));
      case Operand.Text(byte[] utf8) ->
          both(field.isString(), () -> compared(field.bytes(), sign, utf8));
      case Operand.Int _, Operand.Real _, Operand.Time _ ->
          both(field.isNumber(), () -> compared(field.number(), sign, number(operand)));
    };
  }

  private String compared(String found, String sign, Object wanted) {
    return "(" + found + " " + sign + " " + binds.add(wanted) + ")";
  }

  private String contains(FieldSql field, Operand operand) {
    List<String> alternatives = new ArrayList<>();
    if (operand instanceof Operand.Text(byte[] utf8)) {
      alternatives.add(
          both(
              field.isString(),
              () -> "(instr(" + field.bytes() + ", " + binds.add(utf8) + ") > 0)"));
    }
    alternatives.add(
        both(
            field.isArray(),
            () ->
                "exists (select 1 from "
                    + field.elements()
                    + " m where "
                    + member(field, operand)
                    + ")"));
    return either(alternatives);
  }

  private String member(FieldSql field, Operand operand) {
    return switch (operand) {
      case Operand.Null _ -> "m.type = 'null'";
      case Operand.Bool(boolean value) -> "m.type = '" + value + "'";
      case Operand.Text(byte[] utf8) ->
          "m.type = 'text' and " + field.elementBytes("m.atom") + " = " + binds.add(utf8);
      case Operand.Int _, Operand.Real _, Operand.Time _ ->
          "m.type in ('integer', 'real') and m.atom = " + binds.add(number(operand));
    };
  }

  /** A range for the key, which the index of keys serves. */
  private String startsWith(FieldSql field, byte[] part) {
    if (part.length == 0) {
      return field.isString();
    }
    if (field instanceof FieldSql.OfKey) {
      byte[] behind = part.clone();
      behind[behind.length - 1]++; // no byte of UTF-8 is 0xFF
      return "(e.key >= " + binds.add(part) + " and e.key < " + binds.add(behind) + ")";
    }
    return both(
        field.isString(),
        () -> "(" + field.part("1, " + part.length) + " = " + binds.add(part) + ")");
  }

  private String endsWith(FieldSql field, byte[] part) {
    if (part.length == 0) {
      return field.isString();
    }
    return both(
        field.isString(),
        () -> "(" + field.part("-" + part.length) + " = " + binds.add(part) + ")");
  }

  private static byte[] utf8(Operand operand) {
    return operand instanceof Operand.Text(byte[] utf8) ? utf8 : new byte[0];
  }

  private static Object number(Operand operand) {
    return switch (operand) {
      case Operand.Int(long value) -> value;
      case Operand.Real(double value) -> value;
      case Operand.Time(long millis) -> millis;
      default -> throw new IllegalStateException();
    };
  }
}
