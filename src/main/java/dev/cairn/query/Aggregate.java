package dev.cairn.query;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * One figure that is made of the entries of a group.
 *
 * @param name what the answer calls it
 * @param function how it is made
 * @param field what it is made of; null only for a count, which is then of the entries themselves
 */
public record Aggregate(String name, Function function, @Nullable Field field) {

  /** How a figure is made of what entries have in a field. */
  public enum Function {
    /** How many entries there are, or how many of them have the field. */
    COUNT,

    /**
     * The least by the order of sorts, of nulls, booleans, numbers and whole strings; arrays and
     * objects, which have no order among them, and missing fields don't count.
     */
    MIN,

    /** The greatest, of the same as {@link #MIN}. */
    MAX,

    /** The sum of the numbers, 0 if there are none; see {@link ExactSum}. */
    SUM,

    /** Their sum divided by how many they are. */
    AVG
  }

  /**
   * Checks that the function takes the field.
   *
   * @throws CairnException {@link ErrorCode#INVALID_QUERY}
   */
  public Aggregate {
    if (field == null && function != Function.COUNT) {
      throw Refusals.at("/field", "Only count goes without a field.");
    }
    if (field != null && field.isTime() && isOfNumbers(function)) {
      throw Refusals.at("/function", "Times have no sum and no average: use min, max or count.");
    }
  }

  private static boolean isOfNumbers(Function function) {
    return function == Function.SUM || function == Function.AVG;
  }

  /** How much of the field has to be known. */
  Look look() {
    return switch (function) {
      case COUNT -> Look.TYPE;
      case SUM, AVG -> Look.NUMBER;
      case MIN, MAX -> Look.VALUE;
    };
  }

  /** How much of a field has to be known, from little to all. */
  enum Look {
    TYPE,
    NUMBER,
    VALUE
  }
}
