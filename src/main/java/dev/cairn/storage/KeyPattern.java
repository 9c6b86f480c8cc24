package dev.cairn.storage;

/**
 * A pattern for whole keys: {@code *} stands for any run of characters, none included, at any
 * place; every other character stands for itself, case counts.
 */
public final class KeyPattern {

  private final byte[] utf8;

  private KeyPattern(byte[] utf8) {
    this.utf8 = utf8;
  }

  /** The pattern that {@code text} spells. */
  public static KeyPattern of(String text) {
    return new KeyPattern(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** The bytes that every matching key begins with: what stands before the first {@code *}. */
  public byte[] literalPrefix() {
    return utf8;
  }

  /** Whether the key matches. */
  public boolean matches(byte[] key) {
    return java.util.Arrays.equals(utf8, key);
  }
}
