package dev.cairn.security;

import java.util.Map;

/** The keys with which an issuer signed its tokens when it was asked. Immutable; any thread. */
public interface TokenKeys {

  /**
   * Verifies a token: its signature, and that it is of this issuer, for this service, and valid
   * now.
   *
   * @return its claims: texts, numbers, booleans, lists and maps of such, or null
   * @throws TokenRefused if it is not
   */
  Map<String, Object> verify(String token) throws TokenRefused;
}
