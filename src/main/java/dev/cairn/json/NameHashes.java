package dev.cairn.json;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Hashes of the member names of all objects that are open, as one stack. The hash is a polynomial
 * over the prime field of 2^61 - 1 at a point drawn for each text, so nobody can prepare names that
 * meet: two different names of n characters have the same hash with a chance of n in 2^61.
 */
final class NameHashes {

  /** The hash of no characters: not 0, so that leading U+0000 count. */
  static final long START = 1;

  private static final long PRIME = (1L << 61) - 1;

  /** Up to so many names each pair is compared; more are sorted. */
  private static final int FEW = 16;

  private static final long[] NONE = {};

  private final long point = ThreadLocalRandom.current().nextLong(1 << 20, PRIME);
  private long[] hashes = NONE;
  private int size;

  /** The hash of the characters behind {@code hash} followed by {@code unit}. */
  long add(long hash, int unit) {
    long low = hash * point;
    long high = Math.multiplyHigh(hash, point);
    long sum = (low & PRIME) + (high << 3 | low >>> 61) + unit;
    long folded = (sum & PRIME) + (sum >>> 61);
    return folded >= PRIME ? folded - PRIME : folded;
  }

  int mark() {
    return size;
  }

  void push(long hash) {
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, Math.max(FEW, size * 2));
    }
    hashes[size++] = hash;
  }

  /** True if two names since {@code mark} have the same hash. May reorder these. */
  boolean mayRepeatSince(int mark) {
    return size - mark <= FEW ? anyPairMeets(mark) : anyNeighboursMeet(mark);
  }

  void release(int mark) {
    size = mark;
  }

  private boolean anyPairMeets(int mark) {
    for (int i = mark + 1; i < size; i++) {
      for (int j = mark; j < i; j++) {
        if (hashes[i] == hashes[j]) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean anyNeighboursMeet(int mark) {
    Arrays.sort(hashes, mark, size);
    for (int i = mark + 1; i < size; i++) {
      if (hashes[i] == hashes[i - 1]) {
        return true;
      }
    }
    return false;
  }
}
