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
