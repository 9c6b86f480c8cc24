package dev.cairn.storage;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Namespace;
import java.util.List;
import java.util.Map;

/**
 * The refusal of a write that a unique index can't take in: {@link ErrorCode#UNIQUE_VIOLATION} with
 * the members {@code index} and {@code key}.
 */
public final class UniqueViolation extends CairnException {

  private static final long serialVersionUID = 1L;

  private final transient Key other;

  /**
   * A refusal.
   *
   * @param index its name
   * @param other the entry that has the same already
   */
  public UniqueViolation(Namespace namespace, String index, Key other) {
    super(
        ErrorCode.UNIQUE_VIOLATION,
        Refusals.nameOf(namespace, other)
            + " has the same already, and index "
            + index
            + " is unique.",
        List.of(),
        Map.of("index", index, "key", other.text()),
        null);
    this.other = other;
  }

  /** The entry of the same namespace that has the same already. */
  public Key other() {
    return other;
  }
}
