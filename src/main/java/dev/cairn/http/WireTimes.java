package dev.cairn.http;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Times as texts, always in UTC. A list of a hundred entries has two hundred of them, so the common
 * years are written digit by digit, which takes a tenth of what a formatter does.
 */
final class WireTimes {

  private static final long DAY_MILLIS = 86_400_000;

  /** From year 1 to this both forms have the same four digits; before it they count otherwise. */
  private static final int LAST_SHORT_YEAR = 9999;

  private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  private static final DateTimeFormatter RFC_3339 = form("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");
  private static final DateTimeFormatter HTTP_DATE = form("EEE, dd MMM yyyy HH:mm:ss 'GMT'");

  private WireTimes() {}

  private static DateTimeFormatter form(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  /** A millisecond since 1970 UTC in the form of RFC 3339, with milliseconds. */
  static String rfc3339(long millis) {
    LocalDate date = date(millis);
    if (!isShort(date)) {
      return RFC_3339.format(Instant.ofEpochMilli(millis));
    }
    StringBuilder text = new StringBuilder(24);
    year(text, date);
    twoDigits(text.append('-'), date.getMonthValue());
    twoDigits(text.append('-'), date.getDayOfMonth());
    timeOfDay(text.append('T'), millis);
    int fraction = (int) Math.floorMod(millis, 1000L);
    twoDigits(text.append('.').append((char) ('0' + fraction / 100)), fraction % 100);
    return text.append('Z').toString();
  }

  /** The second that holds a millisecond since 1970 UTC, as RFC 9110 section 5.6.7 has it. */
  static String httpDate(long millis) {
    LocalDate date = date(millis);
    if (!isShort(date)) {
      return HTTP_DATE.format(Instant.ofEpochMilli(millis));
    }
    StringBuilder text = new StringBuilder(29);
    text.append(DAYS[date.getDayOfWeek().ordinal()]).append(", ");
    twoDigits(text, date.getDayOfMonth());
    text.append(' ').append(MONTHS[date.getMonthValue() - 1]).append(' ');
    year(text, date);
    timeOfDay(text.append(' '), millis);
    return text.append(" GMT").toString();
  }

  private static LocalDate date(long millis) {
    return LocalDate.ofEpochDay(Math.floorDiv(millis, DAY_MILLIS));
  }

  private static boolean isShort(LocalDate date) {
    return date.getYear() > 0 && date.getYear() <= LAST_SHORT_YEAR;
  }

  private static void year(StringBuilder text, LocalDate date) {
    twoDigits(text, date.getYear() / 100);
    twoDigits(text, date.getYear() % 100);
  }

  private static void timeOfDay(StringBuilder text, long millis) {
    int second = (int) (Math.floorMod(millis, DAY_MILLIS) / 1000);
    twoDigits(text, second / 3600);
    twoDigits(text.append(':'), second / 60 % 60);
    twoDigits(text.append(':'), second % 60);
  }

  private static void twoDigits(StringBuilder text, int number) {
    text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
