package dev.cairn.backup;

import java.util.Locale;

/** What the backup does with a shard. */
public enum BackupState {
  /** Nothing is copied, since nothing was written that is not in the replica. */
  COLD,
  /** It was written to and is about to get an epoch. */
  WAKING,
  /** Each write is copied soon after it. */
  HOT,
  /** It is about to become cold. */
  PARKING,
  /** Something is in the way of the copying; the reason goes with it. */
  FAILING,
  /** The node makes no backup. */
  OFF;

  /** The state as the API calls it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
