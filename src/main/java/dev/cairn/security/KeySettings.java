package dev.cairn.security;

import java.time.Duration;

/**
 * How the service asks who its callers are.
 *
 * @param mode when it asks
 * @param most the most keys that are kept, revoked and expired ones included
 * @param kept for how long revoked and expired keys stay listed
 */
public record KeySettings(Mode mode, int most, Duration kept) {

  /** Each is in memory. */
  private static final int MOST_KEYS = 1_000_000;

  private static final Duration LONGEST = Duration.ofDays(3_650);

  /** Checks the bounds. */
  public KeySettings {
    if (most < 1 || most > MOST_KEYS) {
      throw new IllegalArgumentException(
          "cairn.auth.most-keys must be 1 to " + MOST_KEYS + ", not " + most);
    }
    if (kept.isNegative() || kept.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "cairn.auth.kept must be 0 to " + LONGEST.toDays() + " days, not " + kept);
    }
  }

  /** When a key is asked for. */
  public enum Mode {
    /** As soon as there is one. */
    IF_THERE_ARE_KEYS,
    /** Always. */
    ALWAYS,
    /** Never, and only this machine calls. */
    NEVER,
    /** Never, though others than this machine may call. */
    NEVER_OF_ANYBODY
  }
}
