package dev.cairn.http;

/** What becomes of a request with the header {@link IdempotencyKeys#NAME}. */
public enum RepeatRule {
  /** It is carried out once, and repeated it has its first answer. */
  ONCE,
  /** As one without: it changes nothing. */
  IGNORED,
  /** It is refused: the header would promise what is not kept. */
  REFUSED
}
