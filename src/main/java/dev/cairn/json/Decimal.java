package dev.cairn.json;

import java.nio.charset.StandardCharsets;

/**
 * What a JSON number is worth: its digits without zeros at either end, as a whole number, times ten
 * to the power of the exponent. Made in time proportional to the spelling's length, which a {@code
 * BigDecimal} of a million digits is not.
 *
 * @param negative below zero; never true of zero
 * @param digits empty for zero
 * @param exponent the power of ten, as a decimal number; kept as it was written, together with the
 *     shift, when it has more than {@link #MAX_EXPONENT_DIGITS} digits
 */
record Decimal(boolean negative, String digits, String exponent) {

  /** Longer exponents are compared as they are spelled: no sum with them would fit a long. */
  static final int MAX_EXPONENT_DIGITS = 18;

  private static final Decimal ZERO = new Decimal(false, "", "0");

  static Decimal of(Slice number) {
    String text =
        new String(number.source(), number.from(), number.size(), StandardCharsets.ISO_8859_1);
    boolean negative = text.charAt(0) == '-';
    int mark = Math.max(text.indexOf('e'), text.indexOf('E'));
    String mantissa = text.substring(negative ? 1 : 0, mark < 0 ? text.length() : mark);
    int dot = mantissa.indexOf('.');
    int fraction = dot < 0 ? 0 : mantissa.length() - dot - 1;
    String all = dot < 0 ? mantissa : mantissa.substring(0, dot) + mantissa.substring(dot + 1);
    int from = 0;
    while (from < all.length() && all.charAt(from) == '0') {
      from++;
    }
    int to = all.length();
    while (to > from && all.charAt(to - 1) == '0') {
      to--;
    }
    if (from == to) {
      return ZERO;
    }
    long shift = (long) all.length() - to - fraction;
    String power = mark < 0 ? "0" : text.substring(mark + 1);
    return new Decimal(negative, all.substring(from, to), shifted(power, shift));
  }

  private static String shifted(String power, long shift) {
    boolean negative = power.charAt(0) == '-';
    int from = negative || power.charAt(0) == '+' ? 1 : 0;
    while (from < power.length() - 1 && power.charAt(from) == '0') {
      from++;
    }
    String digits = power.substring(from);
    if (digits.length() > MAX_EXPONENT_DIGITS) {
      return (negative ? "-" : "") + digits + " shifted by " + shift;
    }
    long value = Long.parseLong(digits);
    return Long.toString((negative ? -value : value) + shift);
  }
}
