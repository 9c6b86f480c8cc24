package dev.cairn.query;

import dev.cairn.Entry;
import dev.cairn.json.JsonView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The memory back end of filters: whether an entry matches. Answers as {@link SqlCompiler}'s SQL
 * does. Any thread.
 */
public final class Evaluator {

  private Evaluator() {}

  /** Whether {@code entry}, which carries its value and its metadata if it has any, matches. */
  public static boolean matches(Filter filter, Entry entry) {
    return switch (filter) {
      case Filter.And and -> and.filters().stream().allMatch(f -> matches(f, entry));
      case Filter.Or or -> or.filters().stream().anyMatch(f -> matches(f, entry));
      case Filter.Not not -> !matches(not.filter(), entry);
      case Filter.Condition condition -> holds(condition, Datum.read(condition.field(), entry));
    };
  }

  private static boolean holds(Filter.Condition condition, @Nullable Datum datum) {
    if (condition.operator() == Operator.EXISTS) {
      return condition.operand() instanceof Operand.Bool(boolean wanted)
          && wanted == (datum != null);
    }
    return datum != null && compares(condition, datum);
  }

  private static boolean compares(Filter.Condition condition, Datum datum) {
    return switch (condition.operator()) {
      case EQ -> equal(datum, condition.operand());
      case NE -> !equal(datum, condition.operand());
      case IN -> condition.operands().stream().anyMatch(o -> equal(datum, o));
      case NIN -> condition.operands().stream().noneMatch(o -> equal(datum, o));
      case GT, GTE, LT, LTE -> {
        Integer sign = compare(datum, condition.operand());
        yield sign != null && condition.operator().holds(sign);
      }
      case CONTAINS -> contains(datum, condition.operand());
      case CONTAINS_ANY ->
          datum instanceof Datum.Arr array
              && condition.operands().stream().anyMatch(o -> contains(array, o));
      case CONTAINS_ALL ->
          datum instanceof Datum.Arr array
              && condition.operands().stream().allMatch(o -> contains(array, o));
      case STARTS_WITH ->
          datum instanceof Datum.Str(byte[] in)
              && condition.operand() instanceof Operand.Text(byte[] part)
              && isAt(in, part, 0);
      case ENDS_WITH ->
          datum instanceof Datum.Str(byte[] in)
              && condition.operand() instanceof Operand.Text(byte[] part)
              && isAt(in, part, in.length - part.length);
      case EXISTS -> throw new IllegalStateException();
    };
  }

  private static boolean equal(Datum datum, Operand operand) {
    if (operand instanceof Operand.Null) {
      return datum instanceof Datum.Literal(JsonView.Kind kind) && kind == JsonView.Kind.NULL;
    }
    Integer sign = compare(datum, operand);
    return sign != null && sign == 0;
  }

  /** The order of two of one type; null where there is none. */
  private static @Nullable Integer compare(Datum datum, Operand operand) {
    return switch (operand) {
      case Operand.Null _ -> null;
      case Operand.Bool(boolean value) ->
          datum instanceof Datum.Literal(JsonView.Kind kind) && kind != JsonView.Kind.NULL
              ? Boolean.compare(kind == JsonView.Kind.TRUE, value)
              : null;
      case Operand.Int(long value) -> compareNumber(datum, value);
      case Operand.Real(double value) -> compareNumber(datum, value);
      case Operand.Time(long millis) -> compareNumber(datum, millis);
      case Operand.Text(byte[] utf8) ->
          datum instanceof Datum.Str(byte[] found) ? Arrays.compareUnsigned(found, utf8) : null;
    };
  }

  private static @Nullable Integer compareNumber(Datum datum, Number value) {
    return datum instanceof Datum.Num(Number found) ? NumberText.compare(found, value) : null;
  }

  private static boolean contains(Datum datum, Operand operand) {
    if (datum instanceof Datum.Str(byte[] in)) {
      return operand instanceof Operand.Text(byte[] part) && isWithin(in, part);
    }
    if (!(datum instanceof Datum.Arr(JsonView array))) {
      return false;
    }
    JsonView element = array.first();
    while (element != null && !equal(Datum.of(element), operand)) {
      element = element.next();
    }
    return element != null;
  }

  private static boolean isWithin(byte[] in, byte[] part) {
    int at = 0;
    while (at + part.length <= in.length && !isAt(in, part, at)) {
      at++;
    }
    return at + part.length <= in.length;
  }

  private static boolean isAt(byte[] in, byte[] part, int at) {
    return at >= 0
        && at + part.length <= in.length
        && Arrays.equals(in, at, at + part.length, part, 0, part.length);
  }
}
