package dev.cairn;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/** A clock that says what a test wants. Any thread, if what it asks may be asked by any. */
public final class SettableClock extends Clock {

  private final LongSupplier millis;

  /**
   * @param millis what it says: milliseconds since 1970 UTC
   */
  public SettableClock(LongSupplier millis) {
    this.millis = millis;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.getAsLong());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
