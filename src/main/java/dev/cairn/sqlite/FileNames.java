package dev.cairn.sqlite;

import dev.cairn.CairnException;
import dev.cairn.ShardId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Names of shard files. Different ids have different names, also where case does not count: lower
 * case letters, digits, {@code -} and {@code _} stand for themselves, everything else is {@code =}
 * and two hex digits. A name that would grow too long keeps its beginning, followed by {@code ==}
 * and the SHA-256 of the id; its id can't be told from it. Pure.
 */
final class FileNames {

  /** Ends the name of a whole shard. */
  static final String SUFFIX = ".sqlite";

  /** Longest name without its suffix; leaves room for the suffixes of side files below 255. */
  static final int MAX_LENGTH = 200;

  private static final int KEPT_OF_LONG = 100;
  private static final String LONG_MARK = "==";
  private static final HexFormat HEX = HexFormat.of();

  private FileNames() {}

  /** The subdirectory for the id: two hex digits. */
  static String directory(ShardId id) {
    return HEX.formatHex(sha256(id), 0, 1);
  }

  /** The name for the id, without suffix. */
  static String encode(ShardId id) {
    StringBuilder name = new StringBuilder();
    String value = id.value();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (isLiteral(c)) {
        name.append(c);
      } else {
        name.append('=').append(HEX.toHexDigits((byte) c));
      }
    }
    if (name.length() <= MAX_LENGTH) {
      return name.toString();
    }
    return name.substring(0, KEPT_OF_LONG) + LONG_MARK + HEX.formatHex(sha256(id));
  }

  /** Whether the name is one of those that an id can't be told from. */
  static boolean isLong(String name) {
    return name.length() == KEPT_OF_LONG + LONG_MARK.length() + 64
        && name.startsWith(LONG_MARK, KEPT_OF_LONG);
  }

  /** The id whose name this is, or null if it can't be told or no id has this name. */
  static @Nullable ShardId decode(String name) {
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '=') {
        id.append(c);
        continue;
      }
      if (i + 2 >= name.length()
          || !HexFormat.isHexDigit(name.charAt(i + 1))
          || !HexFormat.isHexDigit(name.charAt(i + 2))) {
        return null;
      }
      id.append((char) HexFormat.fromHexDigits(name, i + 1, i + 3));
      i += 2;
    }
    try {
      ShardId decoded = new ShardId(id.toString());
      // Only the one spelling that encode gives: no other file may claim the same shard.
      return encode(decoded).equals(name) ? decoded : null;
    } catch (CairnException e) {
      return null;
    }
  }

  private static boolean isLiteral(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  }

  private static byte[] sha256(ShardId id) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(id.value().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }
}
