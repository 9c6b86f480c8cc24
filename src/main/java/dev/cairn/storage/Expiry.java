package dev.cairn.storage;

import dev.cairn.Entry;
import java.time.Duration;
import java.time.Instant;

/** When an entry that is put expires. From that moment on it counts as missing. */
public sealed interface Expiry {

  /** It stays until it is deleted. */
  Expiry NEVER = new Never();

  /** The last moment that an entry may expire at, in milliseconds since 1970 UTC. */
  long LATEST_MILLIS = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  /** The longest time that an entry may live after it was put. */
  Duration MOST_AFTER = Duration.ofDays(365_000);

  /** The moment, in milliseconds since 1970 UTC, for an entry put at {@code now}. */
  long at(long now);

  /** It stays. */
  record Never() implements Expiry {

    @Override
    public long at(long now) {
      return Entry.NEVER;
    }
  }

  /**
   * It expires at a moment. One that has passed leaves an entry that nobody sees.
   *
   * @param millis since 1970 UTC, from 1 to {@link #LATEST_MILLIS}
   */
  record At(long millis) implements Expiry {

    @Override
    public long at(long now) {
      return millis;
    }
  }

  /**
   * It expires so long after its put was carried out.
   *
   * @param millis from 1 to {@link #MOST_AFTER}
   */
  record After(long millis) implements Expiry {

    @Override
    public long at(long now) {
      return Math.min(now + millis, LATEST_MILLIS);
    }
  }
}
