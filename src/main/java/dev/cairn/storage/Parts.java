package dev.cairn.storage;

import dev.cairn.Entry;

/** Which of an entry's larger parts a read wants. */
public enum Parts {
  NEITHER(false, false),
  VALUE(true, false),
  METADATA(false, true),
  BOTH(true, true);

  private final boolean value;
  private final boolean metadata;

  Parts(boolean value, boolean metadata) {
    this.value = value;
    this.metadata = metadata;
  }

  /** The constant for a choice of both. */
  public static Parts of(boolean value, boolean metadata) {
    if (value) {
      return metadata ? BOTH : VALUE;
    }
    return metadata ? METADATA : NEITHER;
  }

  /** Whether the value is wanted. */
  public boolean value() {
    return value;
  }

  /** Whether the metadata are wanted. */
  public boolean metadata() {
    return metadata;
  }

  /** The entry without the parts that are not wanted. */
  public Entry of(Entry entry) {
    if (this == BOTH) {
      return entry;
    }
    return new Entry(
        entry.key(),
        entry.version(),
        entry.created(),
        entry.updated(),
        value ? entry.value() : null,
        metadata ? entry.metadata() : null,
        entry.expires());
  }
}
