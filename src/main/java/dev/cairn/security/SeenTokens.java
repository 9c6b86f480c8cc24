package dev.cairn.security;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known of tokens that were verified, by the headers that presented them. Takes a bounded
 * number of characters: once half of it is full, what was not asked for since the half before is
 * forgotten. Any thread.
 */
final class SeenTokens {

  /**
   * What a token allows, and until when.
   *
   * @param until milliseconds since 1970 UTC, exclusive
   */
  record Seen(Access access, long until) {}

  private final long half;

  /** Those of now and those of before. Volatile: whoever looks takes no lock. */
  private volatile Halves halves = new Halves(new Half(), new Half());

  private record Halves(Half young, Half old) {}

  private static final class Half {
    final ConcurrentMap<String, Seen> tokens = new ConcurrentHashMap<>();
    final AtomicLong characters = new AtomicLong();
  }

  /**
   * Knows none yet.
   *
   * @param most characters of all headers
   */
  SeenTokens(long most) {
    this.half = most / 2;
  }

  /** What is known of the token of a header, or null. */
  @Nullable Seen find(String header) {
    Halves now = halves;
    Seen seen = now.young().tokens.get(header);
    if (seen == null) {
      seen = now.old().tokens.get(header);
      if (seen != null) {
        keep(header, seen);
      }
    }
    return seen;
  }

  /** Keeps what is known of the token of a header. */
  void keep(String header, Seen seen) {
    Half young = halves.young();
    if (young.tokens.put(header, seen) == null
        && young.characters.addAndGet(header.length()) > half) {
      turn(young);
    }
  }

  private synchronized void turn(Half full) {
    if (halves.young() == full) {
      halves = new Halves(new Half(), full);
    }
  }

  /** How many are known; the same one may count twice. */
  int size() {
    Halves now = halves;
    return now.young().tokens.size() + now.old().tokens.size();
  }
}
