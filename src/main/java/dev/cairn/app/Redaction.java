package dev.cairn.app;

import java.util.Locale;
import java.util.regex.Pattern;

/** Takes secrets out of what is printed of settings. Any thread. */
final class Redaction {

  /** What stands for a secret, however long it is. */
  static final String MASK = "********";

  /** Words in names whose values nobody is to see; a file's name is no secret. */
  private static final Pattern SECRET_NAME =
      Pattern.compile("(secret|password|passphrase|token|credential|access[-_]?key)");

  private static final Pattern FILE_NAME = Pattern.compile("[-._](file|path)$");

  /** A URL's user and password, which end at the last @ before its path. */
  private static final Pattern USER = Pattern.compile("(?<=://)[^/?#\\s\"']*@");

  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?i)([?&;][^=&\\s]*(?:secret|password|token|credential|signature|key)[^=&\\s]*=)"
              + "[^&\\s\"']*");

  private Redaction() {}

  /** The value of a setting, without secrets. */
  static String value(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    return SECRET_NAME.matcher(lower).find() && !FILE_NAME.matcher(lower).find()
        ? MASK
        : text(value);
  }

  /** A text that may have URLs in it, without their secrets. */
  static String text(String text) {
    return PARAMETER.matcher(USER.matcher(text).replaceAll(MASK + "@")).replaceAll("$1" + MASK);
  }
}
