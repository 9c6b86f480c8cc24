package dev.cairn.query;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Compiles what is asked of an array as a whole: that it has any or all of some elements. Elements
 * and operands are compared as pairs of a rank and a value, so that a list of any length is one
 * table. One thread.
 */
final class MembersSql {

  /** What arrays and objects rank as, which equal nothing. */
  private static final int OTHER = SortValue.MISSING;

  private final SqlBinds binds;

  MembersSql(SqlBinds binds) {
    this.binds = binds;
  }

  String compile(Filter.Condition condition, FieldSql field) {
    boolean any = condition.operator() == Operator.CONTAINS_ANY;
    if (any && condition.operands().isEmpty()) {
      return FieldSql.FALSE; // what was bound for a field must be used
    }
    String guard = field.isArray();
    if (guard.equals(FieldSql.FALSE) || condition.operands().isEmpty()) {
      return guard;
    }
    String pairs = pairs(condition.operands());
    String has =
        any
            ? "exists (select 1 from %s m where (%s, %s) in (%s))"
                .formatted(field.elements(), rank(), value(field), pairs)
            : "not exists (select 1 from (%s) w where (w.column1, w.column2) not in (select %s, %s from %s m))"
                .formatted(pairs, rank(), value(field), field.elements());
    return "(" + guard + " and " + has + ")";
  }

  private static String rank() {
    return "case m.type when 'null' then %d when 'false' then %d when 'true' then %d"
            .formatted(SortValue.NULL, SortValue.FALSE, SortValue.TRUE)
        + " when 'integer' then %1$d when 'real' then %1$d when 'text' then %2$d else %3$d end"
            .formatted(SortValue.NUMBER, SortValue.STRING, OTHER);
  }

  private static String value(FieldSql field) {
    return "case m.type when 'integer' then m.atom when 'real' then m.atom when 'text' then "
        + field.elementBytes("m.atom")
        + " else 0 end";
  }

  private String pairs(List<Operand> operands) {
    return operands.stream()
        .map(one -> "(" + IndexRangeSql.rank(one) + ", " + value(one) + ")")
        .collect(Collectors.joining(", ", "values ", ""));
  }

  private String value(Operand operand) {
    return switch (operand) {
      case Operand.Null _, Operand.Bool _ -> "0";
      case Operand.Int(long value) -> binds.add(value);
      case Operand.Real(double value) -> binds.add(value);
      case Operand.Time(long millis) -> binds.add(millis);
      case Operand.Text(byte[] utf8) -> binds.add(utf8);
    };
  }
}
