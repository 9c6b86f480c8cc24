package dev.cairn.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What a header {@code Authorization} (RFC 9110, section 11) presents. */
final class Credential {

  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  /** Longer headers present nothing that is taken. */
  private static final int MOST_CHARACTERS = 8192;

  private Credential() {}

  /**
   * The token of {@code Bearer} (RFC 6750), or the password of {@code Basic} (RFC 7617), whose user
   * may be any; null if there is neither.
   */
  static @Nullable String of(String authorization) {
    if (authorization.length() > MOST_CHARACTERS) {
      return null;
    }
    if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return authorization.substring(BEARER.length()).strip();
    }
    if (authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return password(authorization.substring(BASIC.length()).strip());
    }
    return null;
  }

  private static @Nullable String password(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? null : pair.substring(colon + 1);
    } catch (IllegalArgumentException e) {
      return null; // No Base64.
    }
  }
}
