package dev.cairn.backup;

import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names one epoch of a shard, and with it the epoch's place in the replica: {@code
 * e00000007-1790000000000}. No two epochs of a shard have the same name.
 *
 * @param number from 1; that of a later epoch of the same shard is greater
 * @param began when the shard was woken into it, in milliseconds since 1970 UTC, from 0
 */
public record EpochName(long number, long began) implements Comparable<EpochName> {

  /** The greatest number that the form has room for. */
  public static final long MAX_NUMBER = 99_999_999;

  /** The latest begin that the form has room for: the year 2286. */
  public static final long MAX_BEGAN = 9_999_999_999_999L;

  private static final Pattern FORM = Pattern.compile("e(\\d{8})-(\\d{13})");

  private static final Comparator<EpochName> ORDER =
      Comparator.comparingLong(EpochName::number).thenComparingLong(EpochName::began);

  /**
   * @throws IllegalArgumentException if a part is out of its range
   */
  public EpochName {
    if (number < 1 || number > MAX_NUMBER || began < 0 || began > MAX_BEGAN) {
      throw new IllegalArgumentException("no epoch: " + number + ", " + began);
    }
  }

  /** The epoch of that name, or null if nothing is named so. */
  public static @Nullable EpochName parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    long number = Long.parseLong(parts.group(1));
    return number == 0 ? null : new EpochName(number, Long.parseLong(parts.group(2)));
  }

  /** By number, then by begin. */
  @Override
  public int compareTo(EpochName other) {
    return ORDER.compare(this, other);
  }

  /** The name. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "e%08d-%013d", number, began);
  }
}
