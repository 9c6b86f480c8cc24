package dev.cairn.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * How a key is written: {@code cairn_<id>_<secret><checksum>}. The id is 10 characters, the secret
 * 26, which are 130 random bits, the checksum 7: the CRC-32 of all that stands before it, by which
 * programs that look for leaked secrets tell keys from words. All are of {@code a-z2-7}, five bits
 * a character.
 */
final class KeyText {

  /** What every key begins with. */
  static final String PREFIX = "cairn_";

  private static final int ID_CHARACTERS = 10;
  private static final int SECRET_CHARACTERS = 26;
  private static final int CHECKSUM_CHARACTERS = 7;
  private static final int ID_END = PREFIX.length() + ID_CHARACTERS;
  private static final int CHECKED_END = ID_END + 1 + SECRET_CHARACTERS;
  private static final int CHARACTERS = CHECKED_END + CHECKSUM_CHARACTERS;
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int BITS = 5;

  private KeyText() {}

  /** A new key. */
  static String make(SecureRandom random) {
    StringBuilder text = new StringBuilder(CHARACTERS).append(PREFIX);
    appendRandom(text, ID_CHARACTERS, random);
    text.append('_');
    appendRandom(text, SECRET_CHARACTERS, random);
    return text.append(checksum(text)).toString();
  }

  /** The id in it; null if it is no key, or has a wrong checksum. */
  static @Nullable String id(String text) {
    if (text.length() != CHARACTERS
        || !text.startsWith(PREFIX)
        || text.charAt(ID_END) != '_'
        || !text.endsWith(checksum(text.substring(0, CHECKED_END)))) {
      return null;
    }
    return text.substring(PREFIX.length(), ID_END);
  }

  /** What is kept of it: its SHA-256. It has too many random bits for a slow hash to add any. */
  static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** Random characters, of 5 bits each. */
  static String random(int characters, SecureRandom random) {
    StringBuilder text = new StringBuilder(characters);
    appendRandom(text, characters, random);
    return text.toString();
  }

  private static void appendRandom(StringBuilder text, int characters, SecureRandom random) {
    for (int i = 0; i < characters; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
  }

  private static String checksum(CharSequence checked) {
    CRC32 crc = new CRC32();
    crc.update(checked.toString().getBytes(StandardCharsets.UTF_8));
    StringBuilder text = new StringBuilder(CHECKSUM_CHARACTERS);
    for (int shift = BITS * (CHECKSUM_CHARACTERS - 1); shift >= 0; shift -= BITS) {
      text.append(ALPHABET.charAt((int) (crc.getValue() >> shift) & (ALPHABET.length() - 1)));
    }
    return text.toString();
  }
}
