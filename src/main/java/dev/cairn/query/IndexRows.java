package dev.cairn.query;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.json.JsonView;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the row of a declared index says of an entry: the rank of the type that its field has, and
 * the number or the beginning of the string, 0 for anything else; so rows ordered by both are
 * entries in the order of a sort, and each {@code (rank, value)} that a condition leaves open is a
 * range of rows. The expressions are deterministic and hold their literals in the text, for
 * triggers take no parameters. Any thread.
 */
public final class IndexRows {

  /** What stands for the value of a field that is neither a number nor a string. */
  static final long NO_VALUE = 0;

  private IndexRows() {}

  /**
   * The field that {@code text} spells, if entries can be indexed by it.
   *
   * @throws CairnException {@link dev.cairn.ErrorCode#INVALID_QUERY} if it is none, or the key,
   *     which needs no index
   */
  public static Field field(String text) {
    Field field = Field.parse(text);
    if (field instanceof Field.OfKey) {
      throw Refusals.at("", "Entries are always found and ordered by $key; it needs no index.");
    }
    return field;
  }

  /** The column of the table of entries that the field is in. */
  public static String column(Field field) {
    return switch (field) {
      case Field.OfKey _ -> "key";
      case Field.OfVersion _ -> "version";
      case Field.OfCreated _ -> "created";
      case Field.OfUpdated _ -> "updated";
      case Field.OfValue _ -> "value";
      case Field.OfMetadata _ -> "metadata";
    };
  }

  /** The rank for a row of entries that is called {@code row}. */
  public static String rank(Field field, String row) {
    return FieldSql.of(field, row, SqlBinds.inText()).rank(SortValue.MISSING);
  }

  /** The value for a row of entries that is called {@code row}; never NULL. */
  public static String value(Field field, String row) {
    return "ifnull(" + FieldSql.of(field, row, SqlBinds.inText()).sortValue() + ", 0)";
  }

  /**
   * A condition on the rows {@code left} and {@code right} of entries that both have the same index
   * row: whether their fields are equal. They need not be where a string is longer than what an
   * index row holds.
   */
  public static String sameString(Field field, String left, String right) {
    if (!(field instanceof Field.OfValue || field instanceof Field.OfMetadata)) {
      return FieldSql.TRUE;
    }
    String one = FieldSql.of(field, left, SqlBinds.inText()).bytes();
    String other = FieldSql.of(field, right, SqlBinds.inText()).bytes();
    return "(" + one + " = " + other + ")";
  }

  /** The least rank of what a unique index tells apart: null and what is missing it does not. */
  public static int leastUniqueRank() {
    return SortValue.NULL + 1;
  }

  /** The greatest rank of what a unique index tells apart: arrays and objects equal nothing. */
  public static int greatestUniqueRank() {
    return SortValue.STRING;
  }

  /** The rank of strings. */
  public static int stringRank() {
    return SortValue.STRING;
  }

  /** Bytes of a string that an index row holds at most. */
  public static int stringBytes() {
    return QueryBounds.SORTED_BYTES;
  }

  /**
   * What a unique index on the field tells an entry by, which carries value and metadata if it has
   * any; two with equal ones must not stand in one namespace. Null if it may stand beside any.
   */
  public static @Nullable Object uniqueValue(Field field, Entry entry) {
    return switch (Datum.read(field, entry)) {
      case Datum.Num(Long number) -> number;
      case Datum.Num(Number number) -> Found.wholeIfItIs(number);
      case Datum.Str(byte[] utf8) -> ByteBuffer.wrap(utf8);
      case Datum.Literal(JsonView.Kind kind) -> kind == JsonView.Kind.NULL ? null : kind;
      case null, default -> null;
    };
  }
}
