package dev.cairn.storage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A pattern for whole keys: {@code *} stands for any run of characters, none included, at any
 * place; every other character stands for itself, case counts. Immutable; any thread.
 */
public final class KeyPattern {

  private static final byte STAR = '*';

  private final byte[] utf8;

  /**
   * What stands between two stars, in turn; what stands before the first and behind the last not.
   */
  private final List<Piece> pieces = new ArrayList<>();

  private final int firstStar;
  private final int lastStar;

  private KeyPattern(byte[] utf8) {
    this.utf8 = utf8;
    int first = -1;
    int last = -1;
    for (int i = 0; i < utf8.length; i++) {
      if (utf8[i] == STAR) {
        if (last >= 0 && i > last + 1) {
          pieces.add(new Piece(Arrays.copyOfRange(utf8, last + 1, i)));
        }
        first = first < 0 ? i : first;
        last = i;
      }
    }
    this.firstStar = first;
    this.lastStar = last;
  }

  /** The pattern that {@code text} spells; {@code text} has no lone surrogates. */
  public static KeyPattern of(String text) {
    return new KeyPattern(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes that every matching key begins with: what stands before the first {@code *}. */
  public byte[] literalPrefix() {
    int end = 0;
    while (end < utf8.length && utf8[end] != STAR) {
      end++;
    }
    return Arrays.copyOf(utf8, end);
  }

  /**
   * Whether the key matches. Takes as many steps as the key is long, times a small constant,
   * whatever the pattern.
   *
   * @param key the bytes of a key in UTF-8. Since both are whole characters, bytes may be compared:
   *     no character's bytes begin inside those of another.
   */
  public boolean matches(byte[] key) {
    if (firstStar < 0) {
      return Arrays.equals(utf8, key);
    }
    int tail = utf8.length - lastStar - 1;
    int end = key.length - tail;
    if (end < firstStar
        || !Arrays.equals(utf8, 0, firstStar, key, 0, firstStar)
        || !Arrays.equals(utf8, lastStar + 1, utf8.length, key, end, key.length)) {
      return false;
    }
    int at = firstStar;
    for (Piece piece : pieces) {
      // Where a piece is found earliest, most is left for those behind it.
      at = piece.endIn(key, at, end);
      if (at < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyPattern pattern && Arrays.equals(utf8, pattern.utf8);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(utf8);
  }

  /** The pattern as it was spelled. */
  @Override
  public String toString() {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** Bytes that are looked for, as Knuth, Morris and Pratt do: no byte is looked at again. */
  private static final class Piece {

    private final byte[] bytes;

    /** By how many bytes have matched: how many have if the next one does not. */
    private final int[] fallBack;

    Piece(byte[] bytes) {
      this.bytes = bytes;
      this.fallBack = new int[bytes.length + 1];
      int matched = 0;
      for (int i = 1; i < bytes.length; i++) {
        while (matched > 0 && bytes[i] != bytes[matched]) {
          matched = fallBack[matched];
        }
        if (bytes[i] == bytes[matched]) {
          matched++;
        }
        fallBack[i + 1] = matched;
      }
    }

    /** Where its first occurrence in a part of a key ends, or -1 if there is none. */
    int endIn(byte[] key, int from, int to) {
      int matched = 0;
      for (int i = from; i < to; i++) {
        while (matched > 0 && key[i] != bytes[matched]) {
          matched = fallBack[matched];
        }
        if (key[i] == bytes[matched]) {
          matched++;
        }
        if (matched == bytes.length) {
          return i + 1;
        }
      }
      return -1;
    }
  }
}
