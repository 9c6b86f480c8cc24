package dev.cairn.transaction;

/** Where an interactive transaction is in its life. */
public enum TransactionState {
  /** Takes operations. */
  OPEN("open"),
  /** All of it was kept. */
  COMMITTED("committed"),
  /** Its caller gave it up; nothing of it was kept. */
  ROLLED_BACK("rolled-back"),
  /** Its deadline or its idle limit passed; nothing of it was kept. */
  EXPIRED("expired"),
  /** The service ended it; nothing of it was kept. */
  ABORTED("aborted"),
  /** Its commit failed in such a way that it may have been kept. */
  UNKNOWN("unknown");

  private final String word;

  TransactionState(String word) {
    this.word = word;
  }

  /** The state as the API calls it. */
  public String word() {
    return word;
  }
}
