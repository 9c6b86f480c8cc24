package dev.cairn.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that shows what it was set to. Any thread. */
final class SettableClock extends Clock {

  private volatile long millis;

  SettableClock(long millis) {
    this.millis = millis;
  }

  void set(long to) {
    millis = to;
  }

  void advance(Duration by) {
    millis = millis + by.toMillis();
  }

  @Override
  public long millis() {
    return millis;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis);
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
