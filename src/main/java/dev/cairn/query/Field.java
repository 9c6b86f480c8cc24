package dev.cairn.query;

/** What a filter or a sort looks at: a path into the value, or one of the {@code $} fields. */
public sealed interface Field {

  /** The key of the entry. */
  record OfKey() implements Field {}
}
