package dev.cairn.query;

import dev.cairn.Entry;
import dev.cairn.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a full-text index has of a field of an entry: its string, or the strings of its array, each
 * on a line of its own; nothing of what is neither. The expression is deterministic and holds its
 * literals in the text, for triggers take no parameters. Any thread.
 */
public final class SearchedText {

  private SearchedText() {}

  /**
   * The field that {@code text} spells, if its texts can be searched.
   *
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#INVALID_QUERY} if it is none, or
   *     neither of the value nor of the metadata
   */
  public static Field field(String text) {
    Field field = Field.parse(text);
    if (field instanceof Field.OfValue || field instanceof Field.OfMetadata) {
      return field;
    }
    throw Refusals.at("", "Texts are searched in the value and in the metadata, not in " + text);
  }

  /** The text in SQL, NULL if there is none, for a row of entries that is called {@code row}. */
  public static String sql(Field field, String row) {
    FieldSql sql = FieldSql.of(field, row, SqlBinds.inText());
    return "case when "
        + sql.isString()
        + " then "
        + sql.number()
        + " when "
        + sql.isArray()
        + " then (select group_concat(atom, char(10)) from "
        + sql.elements()
        + " where type='text') end";
  }

  /** The text of an entry that carries value and metadata if it has any; null if there is none. */
  public static @Nullable String of(Field field, Entry entry) {
    return switch (Datum.read(field, entry)) {
      case Datum.Str(byte[] utf8) -> new String(utf8, StandardCharsets.UTF_8);
      case Datum.Arr(JsonView array) -> lines(array);
      case null, default -> null;
    };
  }

  private static @Nullable String lines(JsonView array) {
    List<String> lines = new ArrayList<>();
    for (JsonView element = array.first(); element != null; element = element.next()) {
      if (element.kind() == JsonView.Kind.STRING) {
        lines.add(new String(element.stringUtf8(), StandardCharsets.UTF_8));
      }
    }
    return lines.isEmpty() ? null : String.join("\n", lines);
  }
}
