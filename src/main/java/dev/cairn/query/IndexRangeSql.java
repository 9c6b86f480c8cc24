package dev.cairn.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Compiles conditions on an indexed field to conditions on its rows {@code index_rows i}. Each is
 * met by every entry that meets the condition, and perhaps by some that don't: long strings are cut
 * in the rows. So the condition itself is asked of each entry that is found. One thread.
 */
final class IndexRangeSql {

  private final SqlBinds binds;

  IndexRangeSql(SqlBinds binds) {
    this.binds = binds;
  }

  /** Of the rows of the index those that {@code use} leaves open. */
  String compile(IndexUse use) {
    StringBuilder sql = new StringBuilder("i.idx = ").append(binds.add(use.index().id()));
    for (Filter.Condition condition : use.conditions()) {
      sql.append(" and ").append(compile(condition));
    }
    return sql.toString();
  }

  private String compile(Filter.Condition condition) {
    return switch (condition.operator()) {
      case EQ, IN -> anyOf(condition.operands());
      case GT -> compared(">", condition.operand());
      case GTE -> compared(">=", condition.operand());
      case LT -> compared("<", condition.operand());
      case LTE -> compared("<=", condition.operand());
      case STARTS_WITH -> startsWith(condition.operand());
      default -> throw new IllegalStateException(condition.operator().word());
    };
  }

  private String anyOf(List<Operand> operands) {
    if (operands.size() == 1) {
      Operand only = operands.getFirst();
      return "i.rank = " + rank(only) + " and i.value = " + binds.add(value(only));
    }
    String pairs =
        operands.stream()
            .map(one -> "(" + rank(one) + ", " + binds.add(value(one)) + ")")
            .collect(Collectors.joining(", "));
    return "(i.rank, i.value) in (values " + pairs + ")";
  }

  private String compared(String sign, Operand operand) {
    // What is cut is no greater than what it was, and a cut operand bounds what is cut.
    String bound = operand instanceof Operand.Text ? sign.charAt(0) + "=" : sign;
    return "i.rank = " + rank(operand) + " and i.value " + bound + " " + binds.add(value(operand));
  }

  private String startsWith(Operand operand) {
    List<String> all = new ArrayList<>();
    all.add("i.rank = " + SortValue.STRING);
    if (value(operand) instanceof byte[] part && part.length > 0) {
      byte[] behind = part.clone();
      behind[behind.length - 1]++; // no byte of UTF-8 is 0xFF
      all.add("i.value >= " + binds.add(part));
      all.add("i.value < " + binds.add(behind));
    }
    return String.join(" and ", all);
  }

  static int rank(Operand operand) {
    return switch (operand) {
      case Operand.Null _ -> SortValue.NULL;
      case Operand.Bool(boolean value) -> value ? SortValue.TRUE : SortValue.FALSE;
      case Operand.Int _, Operand.Real _, Operand.Time _ -> SortValue.NUMBER;
      case Operand.Text _ -> SortValue.STRING;
    };
  }

  private static Object value(Operand operand) {
    return switch (operand) {
      case Operand.Null _, Operand.Bool _ -> IndexRows.NO_VALUE;
      case Operand.Int(long value) -> value;
      case Operand.Real(double value) -> value;
      case Operand.Time(long millis) -> millis;
      case Operand.Text(byte[] utf8) ->
          utf8.length <= QueryBounds.SORTED_BYTES
              ? utf8
              : Arrays.copyOf(utf8, QueryBounds.SORTED_BYTES);
    };
  }
}
