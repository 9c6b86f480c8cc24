package dev.cairn.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a key is to end, as it is told to a command: a time, or how long from now. */
final class Expiry {

  private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([dhm])");

  private Expiry() {}

  /**
   * The time that a text means: {@code 90d}, {@code 12h}, {@code 30m} from now, or one of RFC 3339.
   *
   * @throws IllegalArgumentException if it is neither, or is past
   */
  static Instant of(String text, Clock clock) {
    Instant now = clock.instant();
    Instant time;
    Matcher span = SPAN.matcher(text);
    if (span.matches()) {
      long count = Long.parseLong(span.group(1));
      time =
          now.plus(
              switch (span.group(2)) {
                case "d" -> Duration.ofDays(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofMinutes(count);
              });
    } else {
      try {
        time = OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "'" + text + "' is no time like 2027-01-31T00:00:00Z, and no span like 90d, 12h, 30m",
            e);
      }
    }
    if (!time.isAfter(now)) {
      throw new IllegalArgumentException("'" + text + "' is past");
    }
    return time;
  }
}
