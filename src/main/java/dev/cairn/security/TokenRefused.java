package dev.cairn.security;

/** Says that a token is not to be taken. Its message is for the log, and holds nothing of it. */
public final class TokenRefused extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean signedByUnknown;

  private TokenRefused(String reason, boolean signedByUnknown) {
    super(reason);
    this.signedByUnknown = signedByUnknown;
  }

  /** A token that is wrong whatever keys there may be. */
  public static TokenRefused wrong(String reason) {
    return new TokenRefused(reason, false);
  }

  /** One whose key is not among those that are known. */
  public static TokenRefused ofUnknownKey() {
    return new TokenRefused("it names a key that is not known", true);
  }

  /** Whether it might be taken if the issuer were asked for its keys anew. */
  boolean isSignedByUnknown() {
    return signedByUnknown;
  }
}
