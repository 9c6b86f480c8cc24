package dev.cairn.storage;

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
}
