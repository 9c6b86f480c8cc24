package dev.cairn;

import org.jspecify.annotations.Nullable;

/**
 * An entry as a read found it.
 *
 * @param key its name
 * @param version the revision of the write unit that last wrote it
 * @param created when it came to be, in milliseconds since 1970 UTC; kept by every later write
 * @param updated when it was last written, in milliseconds since 1970 UTC
 * @param value the stored text, or null if the read did not ask for it
 * @param metadata a JSON object, or null if the entry has none or the read did not ask for it
 * @param expires from when on it counts as missing, in milliseconds since 1970 UTC; {@link #NEVER}
 *     if it stays
 */
public record Entry(
    Key key,
    long version,
    long created,
    long updated,
    @Nullable JsonText value,
    @Nullable JsonText metadata,
    long expires) {

  /** The expiry of an entry that stays until it is deleted. */
  public static final long NEVER = 0;

  /** An entry that stays until it is deleted. */
  public Entry(
      Key key,
      long version,
      long created,
      long updated,
      @Nullable JsonText value,
      @Nullable JsonText metadata) {
    this(key, version, created, updated, value, metadata, NEVER);
  }

  /** Whether it counts as missing at {@code now}, in milliseconds since 1970 UTC. */
  public boolean hasExpired(long now) {
    return expires != NEVER && expires <= now;
  }
}
