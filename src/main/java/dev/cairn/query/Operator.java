package dev.cairn.query;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a condition compares. Each holds only for entries that have the field, {@code exists: false}
 * apart; and none takes a value of one JSON type for a value of another.
 */
public enum Operator {
  /** Equal to the operand. */
  EQ("eq"),
  /** Present and not equal; also true for a field of another type. */
  NE("ne"),
  /** Greater, between two numbers, strings, booleans (false before true) or times. */
  GT("gt"),
  /** Greater or equal, as {@link #GT}. */
  GTE("gte"),
  /** Less, as {@link #GT}. */
  LT("lt"),
  /** Less or equal, as {@link #GT}. */
  LTE("lte"),
  /** A string with the operand in it, or an array with an element equal to the operand. */
  CONTAINS("contains"),
  /** A string that begins with the operand. */
  STARTS_WITH("startsWith"),
  /** A string that ends with the operand. */
  ENDS_WITH("endsWith"),
  /** Equal to one of the operands; nothing is, when there are none. */
  IN("in"),
  /** Present and equal to none of the operands; also true for a field of another type. */
  NIN("nin"),
  /** An array with an element equal to one of the operands; none has, when there are none. */
  CONTAINS_ANY("containsAny"),
  /** An array with an element equal to each of the operands; every array, when there are none. */
  CONTAINS_ALL("containsAll"),
  /** Present if the operand is true, missing if it is false; null is present. */
  EXISTS("exists");

  private final String word;

  Operator(String word) {
    this.word = word;
  }

  /** The word in the API. */
  public String word() {
    return word;
  }

  /** The operator of that word, or null if there is none. */
  public static @Nullable Operator of(String word) {
    return Arrays.stream(values()).filter(o -> o.word.equals(word)).findFirst().orElse(null);
  }

  /** Whether it takes a list of operands. */
  boolean takesList() {
    return this == IN || this == NIN || this == CONTAINS_ANY || this == CONTAINS_ALL;
  }

  /** Whether it asks which of two values is the larger. */
  boolean isOrder() {
    return this == GT || this == GTE || this == LT || this == LTE;
  }

  /** Whether an order operator holds when the field compares to the operand as {@code sign}. */
  boolean holds(int sign) {
    return switch (this) {
      case GT -> sign > 0;
      case GTE -> sign >= 0;
      case LT -> sign < 0;
      case LTE -> sign <= 0;
      default -> throw new IllegalStateException(word);
    };
  }
}
