package dev.cairn.query;

/**
 * JSON numbers as both back ends compare them. An integer of 64 bits is that integer; any other
 * number is a double. SQLite reads the double from as many leading digits as fit 64 unsigned bits
 * (19 at least) and passes over the rest, which may differ by one unit in the last place from the
 * nearest double; numbers are read here by the same rule, so that both agree on every number.
 */
final class NumberText {

  /** No digit is added to a significand of this size or more: it might pass 64 bits. */
  private static final long FULL_SIGNIFICAND = Long.divideUnsigned(-1L - 9, 10);

  /** An exponent from here on grows no further: its number is zero or infinite anyway. */
  private static final int FULL_EXPONENT = 10_000;

  private final String text;
  private int at;
  private long significand;
  private int exponent;

  private NumberText(String text) {
    this.text = text;
  }

  /** A {@link Long} or a {@link Double}; infinite if the number is too large for a double. */
  static Number parse(String text) {
    if (isPlain(text)) {
      try {
        return Long.valueOf(text);
      } catch (NumberFormatException e) {
        return new NumberText(text).real();
      }
    }
    return new NumberText(text).real();
  }

  private static boolean isPlain(String text) {
    return text.length() <= 20 && text.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
  }

  private double real() {
    boolean negative = text.startsWith("-");
    at = negative ? 1 : 0;
    digits(1, 0);
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits(0, -1);
    }
    if (at < text.length()) {
      exponent += writtenExponent();
    }
    double size = Double.parseDouble(Long.toUnsignedString(significand) + "e" + exponent);
    return negative ? -size : size;
  }

  /** Reads digits; the exponent grows by {@code passed} for one passed over, else {@code taken}. */
  private void digits(int passed, int taken) {
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      if (Long.compareUnsigned(significand, FULL_SIGNIFICAND) < 0) {
        significand = significand * 10 + (text.charAt(at) - '0');
        exponent += taken;
      } else {
        exponent += passed;
      }
      at++;
    }
  }

  private int writtenExponent() {
    at++;
    boolean negative = text.charAt(at) == '-';
    if (negative || text.charAt(at) == '+') {
      at++;
    }
    int value = 0;
    for (; at < text.length(); at++) {
      value = value < FULL_EXPONENT ? value * 10 + (text.charAt(at) - '0') : FULL_EXPONENT;
    }
    return negative ? -value : value;
  }

  /** The order of two numbers, each a {@link Long} or a {@link Double} that is not NaN; exact. */
  static int compare(Number left, Number right) {
    if (left instanceof Long a) {
      return right instanceof Long b ? Long.compare(a, b) : compareMixed(a, right.doubleValue());
    }
    if (right instanceof Long b) {
      return -compareMixed(b, left.doubleValue());
    }
    double a = left.doubleValue();
    double b = right.doubleValue();
    return a < b ? -1 : a > b ? 1 : 0;
  }

  private static int compareMixed(long integer, double real) {
    if (real < -0x1p63) {
      return 1;
    }
    if (real >= 0x1p63) {
      return -1;
    }
    int whole = Long.compare(integer, (long) real);
    return whole != 0 ? whole : Double.compare(0.0, real - (long) real + 0.0);
  }
}
