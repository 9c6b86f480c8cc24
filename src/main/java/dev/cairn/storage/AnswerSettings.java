package dev.cairn.storage;

import java.time.Duration;

/**
 * How many answers to requests with a key a shard keeps, and for how long.
 *
 * @param age how long an answer is kept, a second to 30 days
 * @param most answers that are kept, 1 to 10,000,000; about {@link #STEP} more until they are
 *     deleted, the oldest first
 * @param mostBytes of all answers that are kept, each counted {@link #FLAT_BYTES} larger, at least
 *     those of the largest one; about {@link #STEP_BYTES} more until they are deleted, the oldest
 *     first
 * @param answerBytes the largest answer that is kept, 1 KiB to 64 MiB; of a larger one only that it
 *     was given
 */
public record AnswerSettings(Duration age, int most, long mostBytes, int answerBytes) {

  private static final int MOST = 10_000_000;
  private static final Duration OLDEST = Duration.ofDays(30);

  /** Answers after which it is looked whether old ones can go, and most that go at a time. */
  public static final int STEP = 500;

  /** Bytes of answers after which it is looked, and about how many go at a time. */
  public static final long STEP_BYTES = 4L << 20;

  /** What an answer is taken to hold besides its own bytes. */
  public static final int FLAT_BYTES = 128;

  /** What holds where a deployment sets nothing. */
  public static final AnswerSettings DEFAULT =
      new AnswerSettings(Duration.ofHours(24), 100_000, 64L << 20, 1 << 20);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public AnswerSettings {
    if (age.compareTo(Duration.ofSeconds(1)) < 0 || age.compareTo(OLDEST) > 0) {
      throw new IllegalArgumentException(
          "cairn.idempotency.age is " + age + "; it must be from a second to 30 days");
    }
    require(most, 1, MOST, "kept");
    require(answerBytes, 1024, 64 << 20, "answer-bytes");
    require(mostBytes, (long) answerBytes + FLAT_BYTES, 1L << 40, "kept-bytes");
  }

  private static void require(long value, long least, long most, String name) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "cairn.idempotency."
              + name
              + " is "
              + value
              + "; it must be from "
              + least
              + " to "
              + most);
    }
  }
}
