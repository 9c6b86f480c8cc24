package dev.cairn.sqlite;

import dev.cairn.storage.KeyPattern;
import dev.cairn.storage.ListRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys from {@code least} on that are less than {@code beyond}, byte order. Pure.
 *
 * @param least the least key that may be in it
 * @param beyond the least key that is not in it any more
 */
record KeyRange(byte[] least, byte[] beyond) {

  /** No UTF-8 begins with this byte: greater than every key. */
  private static final byte[] ABOVE_ALL = {(byte) 0xff};

  /** Every key that a list may hold, and perhaps more: a pattern is only looked at so far. */
  static KeyRange of(ListRequest request) {
    byte[] least = request.prefix().getBytes(StandardCharsets.UTF_8);
    byte[] beyond = successor(least);
    KeyPattern pattern = request.pattern();
    if (pattern != null) {
      byte[] literal = pattern.literalPrefix();
      least = larger(least, literal);
      beyond = smaller(beyond, successor(literal));
    }
    if (request.after() != null) {
      byte[] after = request.after().utf8();
      least = larger(least, Arrays.copyOf(after, after.length + 1));
    }
    return new KeyRange(least, beyond);
  }

  /** The least byte string that is greater than all that begin with {@code prefix}. */
  private static byte[] successor(byte[] prefix) {
    if (prefix.length == 0) {
      return ABOVE_ALL;
    }
    // UTF-8 has no byte 0xff, so the last byte can always be raised.
    byte[] next = prefix.clone();
    next[next.length - 1]++;
    return next;
  }

  private static byte[] larger(byte[] a, byte[] b) {
    return Arrays.compareUnsigned(a, b) >= 0 ? a : b;
  }

  private static byte[] smaller(byte[] a, byte[] b) {
    return Arrays.compareUnsigned(a, b) <= 0 ? a : b;
  }
}
