package dev.cairn.security;

import java.time.Duration;

/**
 * Bounds of tickets.
 *
 * @param age how long one is good, above 0 and at most an hour
 * @param most of the node that are good, from 1; each takes some 300 bytes
 * @param ofCaller most of one caller, from 1
 */
public record TicketSettings(Duration age, int most, int ofCaller) {

  private static final Duration LONGEST = Duration.ofHours(1);

  /** What holds where a deployment sets nothing. */
  public static final TicketSettings DEFAULT =
      new TicketSettings(Duration.ofSeconds(30), 10_000, 1000);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is out of its range; the message names its setting
   */
  public TicketSettings {
    if (!age.isPositive() || age.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "cairn.auth.ticket-age is " + age + "; it must be above 0 and at most " + LONGEST);
    }
    atLeastOne("most-tickets", most);
    atLeastOne("tickets-of-caller", ofCaller);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "cairn.auth." + name + " is " + value + "; it must be 1 or more");
    }
  }
}
