package dev.cairn.http;

import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code Prefer} (RFC 7240) asks for; what is not known there is ignored, as it says. */
final class Preferences {

  /** The header. */
  static final CharSequence HEADER = HttpHeaders.createOptimized("Prefer");

  /** The header that says which preferences were followed. */
  static final String APPLIED = "Preference-Applied";

  private static final String REPRESENTATION = "return=representation";
  private static final String REPLICATED = "wait=replicated";

  private Preferences() {}

  /** Whether the changed resource is wanted in the answer; the first {@code return} counts. */
  static boolean wantsRepresentation(List<String> lines) {
    return REPRESENTATION.equals(first(lines, "return="));
  }

  /**
   * Whether the answer is wanted once the write is in the replica; the first {@code wait} counts.
   */
  static boolean wantsReplicated(List<String> lines) {
    return REPLICATED.equals(first(lines, "wait="));
  }

  /** The first preference that begins so, in lower case and without blanks and quotes, or null. */
  private static @Nullable String first(List<String> lines, String begin) {
    for (String line : lines) {
      for (String preference : line.split(",", -1)) {
        String token = preference.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        String plain = withoutBlanks(token.replace("\"", ""));
        if (plain.startsWith(begin)) {
          return plain;
        }
      }
    }
    return null;
  }

  /** Without the blanks around the first equals sign, in one pass however many there are. */
  private static String withoutBlanks(String token) {
    int equals = token.indexOf('=');
    return equals < 0
        ? token
        : token.substring(0, equals).stripTrailing()
            + '='
            + token.substring(equals + 1).stripLeading();
  }

  /** What {@link #APPLIED} says when the changed resource is in the answer. */
  static String representation() {
    return REPRESENTATION;
  }

  /** What {@link #APPLIED} says when the write is in the replica. */
  static String replicated() {
    return REPLICATED;
  }
}
