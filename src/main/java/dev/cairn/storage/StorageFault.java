package dev.cairn.storage;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A driver could not do what it was asked: the disk is full, a page is damaged, a file can't be
 * read. After one, the transaction it happened in must be presumed gone with all its members.
 */
public final class StorageFault extends CairnException {

  private static final long serialVersionUID = 1L;

  private final boolean outcomeUnknown;

  private StorageFault(
      ErrorCode code, String detail, boolean outcomeUnknown, @Nullable Throwable cause) {
    super(code, detail, List.of(), Map.of(), cause);
    this.outcomeUnknown = outcomeUnknown;
  }

  /** A fault after which nothing of the transaction was kept. */
  public static StorageFault of(ErrorCode code, String detail, @Nullable Throwable cause) {
    return new StorageFault(code, detail, false, cause);
  }

  /**
   * A commit that failed in such a way that it may have been kept: {@link
   * ErrorCode#OUTCOME_UNKNOWN}.
   */
  public static StorageFault unknownOutcome(String detail, @Nullable Throwable cause) {
    return new StorageFault(ErrorCode.OUTCOME_UNKNOWN, detail, true, cause);
  }

  /**
   * Whether the transaction may have been kept although it failed. The store must then be closed
   * and opened again before anyone trusts it.
   */
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }

  /** Whether the shard itself is damaged or unreadable, so that it must be quarantined. */
  public boolean damaged() {
    return code() == ErrorCode.SHARD_QUARANTINED;
  }
}
