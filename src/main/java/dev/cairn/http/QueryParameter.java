package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Violation;
import java.util.Collection;
import java.util.List;

/**
 * A query parameter that a route takes.
 *
 * @param name its name
 * @param type the Java type of what its value must be readable as
 */
record QueryParameter(String name, Class<?> type) {

  /** Whether it may come more than once. */
  boolean isRepeatable() {
    return Collection.class.isAssignableFrom(type);
  }

  /**
   * Checks that a value can be read as its type.
   *
   * @throws CairnException {@link ErrorCode#INVALID_PARAMETER}
   */
  void check(String value) {
    if (type == int.class || type == Integer.class) {
      requireNumber(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    } else if (type == long.class || type == Long.class) {
      requireNumber(value, Long.MIN_VALUE, Long.MAX_VALUE);
    } else if ((type == boolean.class || type == Boolean.class)
        && !value.equals("true")
        && !value.equals("false")) {
      throw invalid(name, "must be true or false");
    }
  }

  private void requireNumber(String value, long least, long most) {
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return;
      }
    } catch (NumberFormatException e) {
      throw invalid(name, "must be a whole number of the usual size");
    }
    throw invalid(name, "must be a whole number of the usual size");
  }

  /** The refusal of a query parameter. */
  static CairnException invalid(String name, String reason) {
    return new CairnException(
        ErrorCode.INVALID_PARAMETER,
        "The query parameter '" + name + "' " + reason + ".",
        List.of(new Violation(name, reason)));
  }
}
