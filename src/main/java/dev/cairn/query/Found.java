package dev.cairn.query;

import dev.cairn.Entry;
import dev.cairn.json.JsonView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What entries have in a field, as aggregates see it, and what they make of it: equal numbers are
 * the same number, however they were written. Immutable, but for bytes that nobody changes.
 *
 * @param rank the place of its type in the order of sorts; behind all if it is missing
 * @param value a {@link Long}, or a {@link Double} that is no whole number of 64 bits, for a
 *     number; the UTF-8 of a string; null for anything else, and for what was not looked at
 */
public record Found(int rank, @Nullable Object value) implements Comparable<Found> {

  private static final Found MISSING = new Found(SortValue.MISSING, null);

  static Found number(Number number) {
    return new Found(SortValue.NUMBER, wholeIfItIs(number));
  }

  /** What {@code entry}, read with value and metadata, has in {@code field}. */
  static Found read(Field field, Entry entry) {
    return switch (Datum.read(field, entry)) {
      case null -> MISSING;
      case Datum.Literal(JsonView.Kind kind) -> new Found(kind.ordinal(), null);
      case Datum.Num(Number number) -> number(number);
      case Datum.Str(byte[] utf8) -> new Found(SortValue.STRING, utf8);
      case Datum.Arr _ -> new Found(JsonView.Kind.ARRAY.ordinal(), null);
      case Datum.Obj _ -> new Found(JsonView.Kind.OBJECT.ordinal(), null);
    };
  }

  /** What two columns of a row say, with what JDBC gives for them. */
  static Found ofColumns(@Nullable Object rank, @Nullable Object value) {
    if (!(rank instanceof Number place)) {
      throw new IllegalStateException("no rank in the column");
    }
    return value instanceof Number number ? number(number) : new Found(place.intValue(), value);
  }

  /** As a {@link Long} if it is a whole number of 64 bits, so that 1 and 1.0 are one. */
  static Number wholeIfItIs(Number number) {
    if (!(number instanceof Double real)) {
      return number.longValue();
    }
    boolean whole = real >= -0x1p63 && real < 0x1p63 && real == Math.rint(real);
    return whole ? (Number) real.longValue() : real;
  }

  /** Its type; null if the field is missing. */
  public JsonView.@Nullable Kind kind() {
    return rank == SortValue.MISSING ? null : JsonView.Kind.values()[rank];
  }

  boolean isMissing() {
    return rank == SortValue.MISSING;
  }

  /** Whether it takes part in an order of values, which arrays and objects don't. */
  boolean isOrdered() {
    return rank <= SortValue.STRING;
  }

  /** The UTF-8 of its string, not a copy; none if it is no string. */
  public byte[] bytes() {
    return value instanceof byte[] utf8 ? utf8 : new byte[0];
  }

  /** The order of sorts, with whole strings; what is missing is behind all. */
  @Override
  public int compareTo(Found other) {
    if (rank != other.rank) {
      return Integer.compare(rank, other.rank);
    }
    return value instanceof Number one && other.value instanceof Number two
        ? NumberText.compare(one, two)
        : Arrays.compareUnsigned(bytes(), other.bytes());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Found found && compareTo(found) == 0;
  }

  @Override
  public int hashCode() {
    return 31 * rank + (value instanceof Number ? value.hashCode() : Arrays.hashCode(bytes()));
  }
}
