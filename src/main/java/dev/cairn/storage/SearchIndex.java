package dev.cairn.storage;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Violation;
import dev.cairn.query.Field;
import dev.cairn.query.SearchedText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A full-text index: entries are found by the words of their texts.
 *
 * @param name see {@link IndexDefinition#name}
 * @param fields texts of the fields, 1 to {@link #MAX_FIELDS} different ones
 */
public record SearchIndex(String name, List<String> fields) implements IndexDefinition {

  /** Most fields of one index. Fixed. */
  public static final int MAX_FIELDS = 16;

  /**
   * Checks them.
   *
   * @throws CairnException {@link ErrorCode#INVALID_INDEX} if the name breaks its rule or there are
   *     too few or too many fields, {@link ErrorCode#INVALID_QUERY} if one is none or can't be
   *     searched; the pointer of what is wrong begins with {@code /fields} but for the name
   */
  public SearchIndex {
    IndexDefinition.checkName(name);
    fields = List.copyOf(fields);
    if (fields.isEmpty() || fields.size() > MAX_FIELDS) {
      throw refused(ErrorCode.INVALID_INDEX, "/fields", "must be 1 to " + MAX_FIELDS + " fields");
    }
    Set<Field> seen = new HashSet<>();
    for (int i = 0; i < fields.size(); i++) {
      if (!seen.add(field(fields.get(i), "/fields/" + i))) {
        throw refused(ErrorCode.INVALID_INDEX, "/fields/" + i, "is there twice");
      }
    }
  }

  private static Field field(String text, String pointer) {
    try {
      return SearchedText.field(text);
    } catch (CairnException e) {
      throw refused(e.code(), pointer, e.detail());
    }
  }

  private static CairnException refused(ErrorCode code, String pointer, String reason) {
    return new CairnException(
        code, "A full-text index can't be so.", List.of(new Violation(pointer, reason)));
  }

  /** The fields. */
  public List<Field> parsedFields() {
    return fields.stream().map(SearchedText::field).toList();
  }

  @Override
  public boolean unique() {
    return false;
  }
}
