package dev.cairn.litestream;

import java.time.Duration;

/**
 * How long the room waits for what.
 *
 * @param start for a started process to take calls
 * @param checkEvery between two looks at a process that runs
 * @param checkLimit for its answer to such a look
 * @param missedChecks looks in a row without an answer after which it is killed
 * @param stall for signs that it merges what it uploads, after which it is killed, or three times
 *     as long if the store may be away: longer than the minute between two rounds of that, and than
 *     the file takes that takes longest
 * @param stop for a process to end by itself, once it is asked to
 * @param kill for a killed process to be gone
 * @param orphan for a process of an earlier service to end by itself
 * @param firstWait see {@link BackOff#first}
 * @param longestWait see {@link BackOff#longest}
 * @param stable after which time an end of the process counts as a first failure again
 */
record Timing(
    Duration start,
    Duration checkEvery,
    Duration checkLimit,
    int missedChecks,
    Duration stall,
    Duration stop,
    Duration kill,
    Duration orphan,
    Duration firstWait,
    Duration longestWait,
    Duration stable) {

  /**
   * That of the service: a hanging process is replaced within half a minute, one that merges
   * nothing within minutes.
   */
  static final Timing DEFAULT =
      new Timing(
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          3,
          Duration.ofMinutes(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofMillis(200),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1));
}
