package dev.cairn.http;

import java.time.Duration;

/**
 * What a connection may take; beyond it the connection is cut.
 *
 * @param most how many there may be at a time on a port
 * @param idle how long one may stay open between requests
 * @param head how long the head of a request may take, from its first byte
 * @param stall the time over which a pace is measured
 * @param pace the fewest bytes a second in which a body must come and an answer must be taken
 * @param body how long a body may take that comes fast enough
 */
public record ConnectionSettings(
    int most, Duration idle, Duration head, Duration stall, int pace, Duration body) {

  private static final Duration SHORTEST = Duration.ofMillis(100);

  /** Checks the ranges. */
  public ConnectionSettings {
    if (most < 1) {
      throw new IllegalArgumentException("cairn.http.connections must be at least 1, not " + most);
    }
    if (pace < 0) {
      throw new IllegalArgumentException("cairn.http.pace must not be negative, as is " + pace);
    }
    require("idle", idle);
    require("head", head);
    require("stall", stall);
    require("body", body);
  }

  private static void require(String name, Duration duration) {
    if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "cairn.http." + name + " must be 100 ms to one day, not " + duration);
    }
  }

  /** The fewest bytes that must pass within {@link #stall}; at least one. */
  long stallBytes() {
    return Math.max(1, pace * stall.toMillis() / 1000);
  }

  /** How often a connection is looked at, in milliseconds. */
  long lookMillis() {
    long shortest = Math.min(Math.min(idle.toMillis(), head.toMillis()), stall.toMillis());
    return Math.clamp(shortest / 4, 25, 5_000);
  }
}
