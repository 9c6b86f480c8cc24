package dev.cairn.transaction;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.shard.ClosingCause;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a transaction ended.
 *
 * @param state any but open
 * @param revision the shard's after the commit; null unless it was committed
 * @param detail why the service ended it; null unless it did
 */
record Ending(TransactionState state, @Nullable Long revision, @Nullable String detail) {

  static final Ending ROLLED_BACK = new Ending(TransactionState.ROLLED_BACK, null, null);

  static final Ending STOPPED = closed(ClosingCause.SHUTDOWN);

  static Ending committed(long revision) {
    return new Ending(TransactionState.COMMITTED, revision, null);
  }

  static Ending expired(String detail) {
    return new Ending(TransactionState.EXPIRED, null, detail);
  }

  static Ending aborted(String detail) {
    return new Ending(TransactionState.ABORTED, null, detail);
  }

  static Ending unknown(String detail) {
    return new Ending(TransactionState.UNKNOWN, null, detail);
  }

  /** Of one whose shard is to be closed. */
  static Ending closed(ClosingCause cause) {
    return aborted(
        switch (cause) {
          case DELETION -> "The transaction was rolled back because its shard is being deleted.";
          case REPLACEMENT ->
              "The transaction was rolled back because its shard is being restored.";
          case FAULT ->
              "The transaction was rolled back because its shard was closed after a fault.";
          case SHUTDOWN -> "The transaction was rolled back because the service stops.";
          case EVICTION -> "The transaction was rolled back because its shard was closed.";
        });
  }

  /** What a request is told that comes too late. */
  CairnException refusal() {
    return switch (state) {
      case COMMITTED -> finished("was committed, with revision " + revision);
      case ROLLED_BACK -> finished("was rolled back");
      case EXPIRED -> new CairnException(ErrorCode.TRANSACTION_EXPIRED, text());
      case ABORTED -> new CairnException(ErrorCode.TRANSACTION_ABORTED, text());
      case UNKNOWN -> new CairnException(ErrorCode.OUTCOME_UNKNOWN, text());
      case OPEN -> throw new IllegalStateException("It has not ended");
    };
  }

  private String text() {
    return detail == null ? state.word() : detail;
  }

  private CairnException finished(String how) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("state", state.word());
    if (revision != null) {
      members.put("revision", revision);
    }
    return new CairnException(
        ErrorCode.TRANSACTION_FINISHED,
        "The transaction " + how + "; it takes nothing more.",
        List.of(),
        members,
        null);
  }
}
