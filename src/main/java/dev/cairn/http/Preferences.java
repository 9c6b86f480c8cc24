package dev.cairn.http;

import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Locale;

/** What {@code Prefer} (RFC 7240) asks for; what is not known there is ignored, as it says. */
final class Preferences {

  /** The header. */
  static final CharSequence HEADER = HttpHeaders.createOptimized("Prefer");

  private static final String REPRESENTATION = "return=representation";

  private Preferences() {}

  /** Whether the changed resource is wanted in the answer; the first {@code return} counts. */
  static boolean wantsRepresentation(List<String> lines) {
    for (String line : lines) {
      for (String preference : line.split(",", -1)) {
        String token = preference.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        String plain = token.replace("\"", "").replaceAll("\\s*=\\s*", "=");
        if (plain.startsWith("return=")) {
          return plain.equals(REPRESENTATION);
        }
      }
    }
    return false;
  }

  /** What {@code Preference-Applied} says when it was followed. */
  static String representation() {
    return REPRESENTATION;
  }
}
