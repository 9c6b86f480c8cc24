package dev.cairn.query;

import dev.cairn.json.FieldPath;

/**
 * The expressions by which SQL sees a field. Those that answer true or false never answer NULL, so
 * that their complement is plain; {@link #TRUE} and {@link #FALSE} are what needs no look. What is
 * not overridden is as for a field that is always there and of no type.
 */
sealed interface FieldSql permits JsonFieldSql, FieldSql.OfKey, FieldSql.OfInteger {

  String TRUE = "1";
  String FALSE = "0";

  /** Whether the field is there. */
  default String isPresent() {
    return TRUE;
  }

  /** Whether it is the literal {@code word}: null, false or true. */
  default String isLiteral(String word) {
    return FALSE;
  }

  /** Whether it is false or true; {@link #number} is then 0 or 1. */
  default String isBoolean() {
    return FALSE;
  }

  default String isNumber() {
    return FALSE;
  }

  default String isString() {
    return FALSE;
  }

  default String isArray() {
    return FALSE;
  }

  /** Its number, if it is one. */
  default String number() {
    throw new IllegalStateException();
  }

  /** The bytes of its string, if it is one. */
  default String bytes() {
    throw new IllegalStateException();
  }

  /**
   * A part of its bytes, if it is a string; {@code range} are the further arguments of substr,
   * which answers NULL for a blob without bytes.
   */
  default String part(String range) {
    return "ifnull(substr(" + bytes() + ", " + range + "), x'')";
  }

  /** A table of the elements of its array, if it is one: type and atom. */
  default String elements() {
    throw new IllegalStateException();
  }

  /** The bytes of the string {@code element}, the atom of one of its elements. */
  default String elementBytes(String element) {
    throw new IllegalStateException();
  }

  /** Its rank in a sort, {@code missing} if it is not there. */
  String rank(int missing);

  /** Its number or the part of its string that counts in a sort, else NULL. */
  String sortValue();

  /** Its number or its whole string, else NULL. */
  default String wholeValue() {
    return sortValue();
  }

  /** Its number, else NULL. */
  default String numberOrNull() {
    return isNumber().equals(TRUE) ? number() : "null";
  }

  /** The expressions for {@code field} of the table {@code entries e}. */
  static FieldSql of(Field field, SqlBinds binds) {
    return of(field, "e", binds);
  }

  /**
   * The expressions for {@code field} of a row of the table of entries that is called {@code row}.
   */
  static FieldSql of(Field field, String row, SqlBinds binds) {
    return switch (field) {
      case Field.OfKey _ -> new OfKey();
      case Field.OfVersion _ -> new OfInteger(row + ".version");
      case Field.OfCreated _ -> new OfInteger(row + ".created");
      case Field.OfUpdated _ -> new OfInteger(row + ".updated");
      case Field.OfValue(FieldPath path) -> new JsonFieldSql(row + ".value", path, binds);
      case Field.OfMetadata(FieldPath path) -> new JsonFieldSql(row + ".metadata", path, binds);
    };
  }

  /** The key: always there, always a string, and no longer than what counts in a sort. */
  record OfKey() implements FieldSql {

    @Override
    public String isString() {
      return TRUE;
    }

    @Override
    public String bytes() {
      return "e.key";
    }

    @Override
    public String rank(int missing) {
      return Integer.toString(SortValue.STRING);
    }

    @Override
    public String sortValue() {
      return bytes();
    }
  }

  /** The version or a time: always there, always an integer. */
  record OfInteger(String number) implements FieldSql {

    @Override
    public String isNumber() {
      return TRUE;
    }

    @Override
    public String rank(int missing) {
      return Integer.toString(SortValue.NUMBER);
    }

    @Override
    public String sortValue() {
      return number;
    }
  }
}
