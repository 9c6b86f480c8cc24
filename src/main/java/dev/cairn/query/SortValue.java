package dev.cairn.query;

import dev.cairn.Entry;
import dev.cairn.json.JsonView;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one criterion sees of an entry.
 *
 * @param rank the place of its type in the order, or {@link #MISSING}
 * @param value a {@link Long} or {@link Double} for {@link #NUMBER}, the first {@link
 *     QueryBounds#SORTED_BYTES} bytes for {@link #STRING}, otherwise null
 */
record SortValue(int rank, @Nullable Object value) {

  static final int NULL = JsonView.Kind.NULL.ordinal();
  static final int FALSE = JsonView.Kind.FALSE.ordinal();
  static final int TRUE = JsonView.Kind.TRUE.ordinal();
  static final int NUMBER = JsonView.Kind.NUMBER.ordinal();
  static final int STRING = JsonView.Kind.STRING.ordinal();

  /** Behind every type; in a descending order it is taken as below every type. */
  static final int MISSING = JsonView.Kind.values().length;

  /** What a missing field ranks as in SQL when the order is descending. */
  static final int MISSING_DESCENDING = -1;

  static SortValue read(Field field, Entry entry) {
    return switch (Datum.read(field, entry)) {
      case null -> new SortValue(MISSING, null);
      case Datum.Literal(JsonView.Kind kind) -> new SortValue(kind.ordinal(), null);
      case Datum.Num(Number number) -> new SortValue(NUMBER, number);
      case Datum.Str(byte[] utf8) -> new SortValue(STRING, cut(utf8));
      case Datum.Arr _ -> new SortValue(JsonView.Kind.ARRAY.ordinal(), null);
      case Datum.Obj _ -> new SortValue(JsonView.Kind.OBJECT.ordinal(), null);
    };
  }

  static List<SortValue> readAll(List<Sort> sort, Entry entry) {
    return sort.stream().map(s -> read(s.field(), entry)).toList();
  }

  private static byte[] cut(byte[] utf8) {
    return utf8.length <= QueryBounds.SORTED_BYTES
        ? utf8
        : Arrays.copyOf(utf8, QueryBounds.SORTED_BYTES);
  }

  /** The order of two lists made for {@code sort}; 0 leaves it to the keys. */
  static int compare(List<SortValue> left, List<SortValue> right, List<Sort> sort) {
    for (int i = 0; i < sort.size(); i++) {
      int sign = left.get(i).compare(right.get(i), sort.get(i).descending());
      if (sign != 0) {
        return sign;
      }
    }
    return 0;
  }

  private int compare(SortValue other, boolean descending) {
    if (rank == MISSING || other.rank == MISSING) {
      return Boolean.compare(rank == MISSING, other.rank == MISSING);
    }
    int sign = rank == other.rank ? compareValue(other) : Integer.compare(rank, other.rank);
    return descending ? -Integer.signum(sign) : sign;
  }

  private int compareValue(SortValue other) {
    if (value instanceof Number a && other.value instanceof Number b) {
      return NumberText.compare(a, b);
    }
    if (value instanceof byte[] a && other.value instanceof byte[] b) {
      return Arrays.compareUnsigned(a, b);
    }
    return 0;
  }
}
