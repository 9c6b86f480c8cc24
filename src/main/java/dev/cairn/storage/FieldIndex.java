package dev.cairn.storage;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.query.Field;
import dev.cairn.query.IndexRows;
import java.util.List;

/**
 * An index that entries are found and ordered by.
 *
 * @param name see {@link IndexDefinition#name}
 * @param field the text of the field
 * @param unique whether no two entries of the namespace may have the same boolean, number or string
 *     in the field; null, arrays, objects and a missing field equal nothing
 */
public record FieldIndex(String name, String field, boolean unique) implements IndexDefinition {

  /**
   * Checks both texts.
   *
   * @throws CairnException {@link ErrorCode#INVALID_INDEX} if the name breaks its rule, {@link
   *     ErrorCode#INVALID_QUERY} if the field is none or can't be indexed
   */
  public FieldIndex {
    IndexDefinition.checkName(name);
    IndexRows.field(field);
  }

  /** The field. */
  public Field parsedField() {
    return IndexRows.field(field);
  }

  @Override
  public List<String> fields() {
    return List.of(field);
  }
}
