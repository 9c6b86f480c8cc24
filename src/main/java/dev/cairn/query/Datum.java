package dev.cairn.query;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.json.FieldPath;
import dev.cairn.json.JsonView;
import org.jspecify.annotations.Nullable;

/** What the memory back end found in a field of an entry. */
sealed interface Datum {

  /** Null, false or true. */
  record Literal(JsonView.Kind kind) implements Datum {}

  /** A {@link Long} or a {@link Double}. */
  record Num(Number value) implements Datum {}

  /** A string as UTF-8 (see {@link JsonView#stringUtf8}). */
  @SuppressWarnings("ArrayRecordComponent") // nothing compares data with equals
  record Str(byte[] utf8) implements Datum {}

  /** An array. */
  record Arr(JsonView view) implements Datum {}

  /** An object. */
  record Obj() implements Datum {}

  /** What {@code entry}, read with value and metadata, has in {@code field}; null if missing. */
  static @Nullable Datum read(Field field, Entry entry) {
    return switch (field) {
      case Field.OfKey _ -> new Str(entry.key().utf8());
      case Field.OfVersion _ -> new Num(entry.version());
      case Field.OfCreated _ -> new Num(entry.created());
      case Field.OfUpdated _ -> new Num(entry.updated());
      case Field.OfValue(FieldPath path) -> read(path, entry.value());
      case Field.OfMetadata(FieldPath path) -> read(path, entry.metadata());
    };
  }

  private static @Nullable Datum read(FieldPath path, @Nullable JsonText text) {
    JsonView view = text == null ? null : path.find(JsonView.of(text));
    return view == null ? null : of(view);
  }

  static Datum of(JsonView view) {
    JsonView.Kind kind = view.kind();
    return switch (kind) {
      case NULL, FALSE, TRUE -> new Literal(kind);
      case NUMBER -> new Num(NumberText.parse(view.written()));
      case STRING -> new Str(view.stringUtf8());
      case ARRAY -> new Arr(view);
      case OBJECT -> new Obj();
    };
  }
}
