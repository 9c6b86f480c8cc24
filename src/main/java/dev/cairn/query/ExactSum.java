package dev.cairn.query;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * A sum that does not depend on the order of its numbers: it is kept exactly and rounded once, when
 * it is asked for. A whole number of 64 bits is given exactly, any other as the nearest double,
 * infinite if it is larger than any. What doubles can't hold counts as infinite; with infinite ones
 * of both signs there is no sum. It grows to some hundred bytes at most. One thread.
 */
final class ExactSum {

  /** Digits of a quotient before it is rounded to the 17 of a double. */
  private static final MathContext QUOTIENT = new MathContext(60);

  /** Of the whole numbers, as long as it fits; most sums never need more. */
  private long whole;

  private BigDecimal rest = BigDecimal.ZERO;
  private boolean above;
  private boolean below;
  private long numbers;

  /** Adds a {@link Long} or a {@link Double}. */
  void add(Number number) {
    numbers++;
    if (number instanceof Long integer) {
      addWhole(integer);
    } else {
      addReal(number.doubleValue());
    }
  }

  private void addWhole(long integer) {
    long sum = whole + integer;
    if (((whole ^ sum) & (integer ^ sum)) < 0) {
      rest = rest.add(BigDecimal.valueOf(whole));
      sum = integer;
    }
    whole = sum;
  }

  private void addReal(double real) {
    if (Double.isInfinite(real)) {
      above |= real > 0;
      below |= real < 0;
    } else {
      rest = rest.add(new BigDecimal(real));
    }
  }

  /** Adds what another has summed up. */
  void merge(ExactSum other) {
    addWhole(other.whole);
    rest = rest.add(other.rest);
    above |= other.above;
    below |= other.below;
    numbers += other.numbers;
  }

  /** The sum; null if there is none. */
  @Nullable Number total() {
    if (above || below) {
      return infinite();
    }
    return rest.signum() == 0 ? (Number) whole : rounded(exact());
  }

  /**
   * The sum divided by how many numbers there were; null if there is no sum, or there were none.
   */
  @Nullable Number average() {
    if (numbers == 0) {
      return null;
    }
    return above || below
        ? infinite()
        : rounded(exact().divide(BigDecimal.valueOf(numbers), QUOTIENT));
  }

  private BigDecimal exact() {
    return rest.add(BigDecimal.valueOf(whole));
  }

  private @Nullable Number infinite() {
    return above && below ? null : above ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }

  private static Number rounded(BigDecimal exact) {
    boolean small = exact.precision() - exact.scale() <= 19;
    if (small && exact.stripTrailingZeros().scale() <= 0) {
      try {
        return exact.longValueExact();
      } catch (ArithmeticException beyond) {
        return exact.doubleValue();
      }
    }
    return Found.wholeIfItIs(exact.doubleValue());
  }
}
