package dev.cairn.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A pattern for whole keys: {@code *} stands for any run of characters, none included, at any
 * place; every other character stands for itself, case counts. Immutable; any thread.
 */
public final class KeyPattern {

  private static final byte STAR = '*';

  private final byte[] utf8;

  private KeyPattern(byte[] utf8) {
    this.utf8 = utf8;
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
   * Whether the key matches. Takes at most as many steps as pattern and key are long, multiplied;
   * never more, whatever the pattern.
   *
   * @param key the bytes of a key in UTF-8. Since both are whole characters, bytes may be compared:
   *     no character's bytes begin inside those of another.
   */
  public boolean matches(byte[] key) {
    int inPattern = 0;
    int inKey = 0;
    int lastStar = -1;
    int resume = 0;
    while (inKey < key.length) {
      if (inPattern < utf8.length && utf8[inPattern] == STAR) {
        lastStar = inPattern++;
        resume = inKey;
      } else if (inPattern < utf8.length && utf8[inPattern] == key[inKey]) {
        inPattern++;
        inKey++;
      } else if (lastStar >= 0) {
        // Only the last star need ever be widened: the ones before it have matched as early as
        // they could.
        inPattern = lastStar + 1;
        inKey = ++resume;
      } else {
        return false;
      }
    }
    while (inPattern < utf8.length && utf8[inPattern] == STAR) {
      inPattern++;
    }
    return inPattern == utf8.length;
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
}
