package dev.cairn.backup;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names one whole copy of a shard: {@code 2026-01-02T03-04-05.678Z-r12}. The texts of names are in
 * the order of their times.
 *
 * @param millis when the copying began, in milliseconds since 1970 UTC, from 0; all that was
 *     committed before is in it
 * @param revision the last one in it, from 0
 */
public record CopyName(long millis, long revision) implements Comparable<CopyName> {

  /** The latest time that the form has room for: the end of the year 9999. */
  private static final long MAX_MILLIS = 253_402_300_799_999L;

  private static final Pattern FORM =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d)-(\\d\\d)-(\\d\\d\\.\\d{3})Z-r(\\d{1,18})");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final Comparator<CopyName> ORDER =
      Comparator.comparingLong(CopyName::millis).thenComparingLong(CopyName::revision);

  /**
   * @throws IllegalArgumentException if a part is out of its range
   */
  public CopyName {
    if (millis < 0 || millis > MAX_MILLIS || revision < 0) {
      throw new IllegalArgumentException("no copy: " + millis + ", " + revision);
    }
  }

  /** The copy of that name, or null if nothing is named so. */
  public static @Nullable CopyName parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    String time =
        parts.group(1) + "T" + parts.group(2) + ":" + parts.group(3) + ":" + parts.group(4) + "Z";
    try {
      CopyName name =
          new CopyName(Instant.parse(time).toEpochMilli(), Long.parseLong(parts.group(5)));
      // Only the one spelling: no two texts may name the same copy.
      return name.toString().equals(text) ? name : null;
    } catch (DateTimeException | IllegalArgumentException e) {
      return null;
    }
  }

  /** By time, then by revision. */
  @Override
  public int compareTo(CopyName other) {
    return ORDER.compare(this, other);
  }

  /** The name. */
  @Override
  public String toString() {
    return TIME.format(Instant.ofEpochMilli(millis)) + "-r" + revision;
  }
}
