package dev.cairn.litestream;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What must not be told, and how it is taken out of texts. Any thread. */
final class Secrets {

  private static final String MASK = "***";

  /** A shorter value stands for too much else to be taken out of texts. */
  private static final int SHORTEST = 6;

  /** How variables of the environment are called whose values are secrets. */
  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(secret|password|passphrase|token|key|key_?id)");

  /** User and password in a URL. */
  private static final Pattern USER = Pattern.compile("://[^/?#@\\s\"]+@");

  private static final Pattern PASSWORD = Pattern.compile("://[^/?#@:\\s\"]*:([^/?#@\\s\"]+)@");

  /** Longest first, since one may hold another. */
  private final List<String> values;

  /**
   * Those of the settings, and those that an environment names as such.
   *
   * @param environment of this process
   */
  Secrets(LitestreamSettings settings, Map<String, String> environment) {
    Stream<String> inherited =
        environment.entrySet().stream()
            .filter(variable -> SECRET_NAME.matcher(variable.getKey()).matches())
            .map(Map.Entry::getValue);
    Stream<String> given = settings.credentials().values().stream();
    Stream<String> inUrl =
        PASSWORD.matcher(settings.replica()).results().map(found -> found.group(1));
    values =
        Stream.of(inherited, given, inUrl)
            .flatMap(secrets -> secrets)
            .filter(value -> value.length() >= SHORTEST)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** The text without user and password of any URL in it. */
  static String maskUrls(String text) {
    return USER.matcher(text).replaceAll(Matcher.quoteReplacement("://" + MASK + "@"));
  }

  /** The text without any secret. */
  String mask(String text) {
    String masked = maskUrls(text);
    for (String value : values) {
      masked = masked.replace(value, MASK);
    }
    return masked;
  }
}
