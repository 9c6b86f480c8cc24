package dev.cairn.query;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.json.FieldPath;

/** What a filter or a sort looks at: a path into the value, or one of the {@code $} fields. */
public sealed interface Field {

  /** The key of the entry: a string. */
  record OfKey() implements Field {}

  /** The version of the entry: an integer. */
  record OfVersion() implements Field {}

  /** When the entry came to be; compared with instants only. */
  record OfCreated() implements Field {}

  /** When the entry was last written; compared with instants only. */
  record OfUpdated() implements Field {}

  /** A part of the value; the whole of it with {@link FieldPath#ROOT}. */
  record OfValue(FieldPath path) implements Field {}

  /** A part of the metadata; missing where the entry has none. */
  record OfMetadata(FieldPath path) implements Field {}

  /**
   * The field that {@code text} spells: a {@link FieldPath} into the value, {@code $value} for the
   * whole of it, {@code $key}, {@code $version}, {@code $created}, {@code $updated}, or {@code
   * $metadata}, alone or with a path behind it as in {@code $metadata.owner} and {@code
   * $metadata["a.b"]}. A member whose name begins with a dollar sign is written {@code ["$name"]}
   * at the beginning of a path.
   *
   * @throws CairnException {@link ErrorCode#INVALID_QUERY} that says what is wrong
   */
  static Field parse(String text) {
    return switch (text) {
      case "$key" -> new OfKey();
      case "$version" -> new OfVersion();
      case "$created" -> new OfCreated();
      case "$updated" -> new OfUpdated();
      case "$value" -> new OfValue(FieldPath.ROOT);
      case "$metadata" -> new OfMetadata(FieldPath.ROOT);
      default -> parsePath(text);
    };
  }

  private static Field parsePath(String text) {
    String metadata = "$metadata";
    if (text.startsWith(metadata + "[")) {
      return new OfMetadata(FieldPath.parse(text.substring(metadata.length())));
    }
    if (text.startsWith(metadata + ".") && !text.startsWith(metadata + ".[")) {
      return new OfMetadata(FieldPath.parse(text.substring(metadata.length() + 1)));
    }
    if (text.startsWith("$")) {
      throw new CairnException(
          ErrorCode.INVALID_QUERY,
          "There is no such field. The fields that begin with $ are $key, $value, $created,"
              + " $updated, $version and $metadata with a path behind it; a path into the value"
              + " stands without $value, and a member whose name begins with $ as [\"$name\"].");
    }
    return new OfValue(FieldPath.parse(text));
  }

  /** Whether it is a time, whose operands are instants. */
  default boolean isTime() {
    return this instanceof OfCreated || this instanceof OfUpdated;
  }
}
