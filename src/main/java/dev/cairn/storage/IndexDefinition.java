package dev.cairn.storage;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.query.Field;
import dev.cairn.query.IndexRows;
import java.util.regex.Pattern;

/**
 * What a declared index is to be.
 *
 * @param name its name within its namespace: 1 to {@link #MAX_NAME_LENGTH} of {@code A-Z a-z 0-9 .
 *     _ ~ : -}, no dot first
 * @param field the text of the field that entries are found and ordered by
 * @param unique whether no two entries of the namespace may have the same boolean, number or string
 *     in the field; null, arrays, objects and a missing field equal nothing
 */
public record IndexDefinition(String name, String field, boolean unique) {

  /** Characters of a name. Fixed. */
  public static final int MAX_NAME_LENGTH = 100;

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_~:-][A-Za-z0-9._~:-]{0," + (MAX_NAME_LENGTH - 1) + "}");

  /**
   * Checks both texts.
   *
   * @throws CairnException {@link ErrorCode#INVALID_INDEX} if the name breaks its rule, {@link
   *     ErrorCode#INVALID_QUERY} if the field is none or can't be indexed
   */
  public IndexDefinition {
    if (!NAME.matcher(name).matches()) {
      throw new CairnException(
          ErrorCode.INVALID_INDEX,
          "The name of an index has 1 to "
              + MAX_NAME_LENGTH
              + " of A-Z a-z 0-9 . _ ~ : -, and no dot first.");
    }
    IndexRows.field(field);
  }

  /** The field. */
  public Field parsedField() {
    return IndexRows.field(field);
  }
}
