package dev.cairn.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The date form of HTTP headers, RFC 9110 section 5.6.7. */
final class HttpDate {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private HttpDate() {}

  /** The second that holds the given millisecond since 1970 UTC. */
  static String of(long millis) {
    return FORMAT.format(Instant.ofEpochMilli(millis));
  }
}
