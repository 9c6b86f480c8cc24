package dev.cairn.operation;

import java.util.Locale;

/** Where an operation is in its life. All but {@link #RUNNING} are final. */
public enum OperationState {
  /** It waits for its turn, or goes on; also over a restart. */
  RUNNING,
  /** It has done what it was for. */
  SUCCEEDED,
  /** It could not; nothing is half done. */
  FAILED,
  /** It was ended on demand before it had changed anything. */
  CANCELLED;

  /** The state as the API calls it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
