package dev.cairn.sqlite;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which versions of SQLite may be trusted with a write-ahead log. From 3.7.0 to 3.51.2 a checkpoint
 * racing a write could lose committed pages; 3.44.6 and 3.50.7 carry the cure too. Pure.
 */
final class SqliteVersion {

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})(\\D.*)?");
  private static final int FIRST_BAD = number(3, 7, 0);
  private static final int FIRST_GOOD = number(3, 51, 3);

  private SqliteVersion() {}

  /** Whether {@code version}, as {@code sqlite_version()} tells it, is free of that fault. */
  static boolean isSafe(String version) {
    Matcher matcher = FORM.matcher(version);
    if (!matcher.matches()) {
      return false;
    }
    int major = Integer.parseInt(matcher.group(1));
    int minor = Integer.parseInt(matcher.group(2));
    int patch = Integer.parseInt(matcher.group(3));
    if (major == 3 && ((minor == 44 && patch >= 6) || (minor == 50 && patch >= 7))) {
      return true;
    }
    int number = number(major, minor, patch);
    return number < FIRST_BAD || number >= FIRST_GOOD;
  }

  private static int number(int major, int minor, int patch) {
    return major * 100_000_000 + minor * 10_000 + patch;
  }
}
