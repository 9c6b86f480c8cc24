package dev.cairn.security;

import java.io.IOException;

/** Where an issuer tells which keys it signs with. One thread at a time. */
public interface TokenSource {

  /**
   * Asks for them. Ends within the time limit of the issuer.
   *
   * @throws IOException if they can't be had; the message names the issuer and says why
   */
  TokenKeys keys() throws IOException;
}
