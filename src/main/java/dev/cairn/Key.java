package dev.cairn;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The key of an entry: any text of 1 to {@link Limits#MAX_KEY_BYTES} bytes of strict UTF-8, the NUL
 * character included. Keys are kept, compared and ordered as these bytes.
 */
public final class Key implements Comparable<Key> {

  private final byte[] utf8;

  private Key(byte[] utf8) {
    this.utf8 = utf8;
  }

  /**
   * The key that {@code text} spells.
   *
   * @throws CairnException {@link ErrorCode#INVALID_KEY} if the text is empty, too long, or has a
   *     lone surrogate
   */
  public static Key of(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return checked(bytes);
    } catch (CharacterCodingException e) {
      throw new CairnException(
          ErrorCode.INVALID_KEY, "The key has a lone surrogate and is no Unicode text.");
    }
  }

  /**
   * Takes over {@code utf8}, which the caller must not change afterwards.
   *
   * @throws CairnException {@link ErrorCode#INVALID_KEY} if the bytes are empty, too many, or not
   *     strict UTF-8
   */
  public static Key ofUtf8(byte[] utf8) {
    if (!isAscii(utf8)) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
      } catch (CharacterCodingException e) {
        throw new CairnException(ErrorCode.INVALID_KEY, "The key is not UTF-8.");
      }
    }
    return checked(utf8);
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * For drivers: wraps bytes that were a key when they were stored, without checking them again.
   */
  public static Key ofStored(byte[] utf8) {
    return new Key(utf8);
  }

  private static Key checked(byte[] utf8) {
    if (utf8.length == 0 || utf8.length > Limits.MAX_KEY_BYTES) {
      throw new CairnException(
          ErrorCode.INVALID_KEY,
          "The key has " + utf8.length + " bytes; 1 to " + Limits.MAX_KEY_BYTES + " are allowed.");
    }
    return new Key(utf8);
  }

  /** The bytes themselves, not a copy: the caller must not change them. */
  public byte[] utf8() {
    return utf8;
  }

  /** The key as text. */
  public String text() {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** Byte order of UTF-8, which every driver lists by. */
  @Override
  public int compareTo(Key other) {
    return Arrays.compareUnsigned(utf8, other.utf8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key key && Arrays.equals(utf8, key.utf8);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(utf8);
  }

  @Override
  public String toString() {
    return text();
  }
}
