package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Percent-encoding, RFC 3986: decoded strictly, encoded so that every client reads it alike. */
final class Percent {

  private static final String HEX = "0123456789ABCDEF";

  private Percent() {}

  /**
   * The bytes that {@code text} from {@code from} to {@code to} stands for.
   *
   * @param plusIsSpace whether a plus means a space, as in queries that forms and URL libraries
   *     write; in a path it is a plus
   * @throws CairnException {@link ErrorCode#INVALID_TARGET} if a percent sign is not followed by
   *     two hexadecimal digits or the bytes are not strict UTF-8
   */
  static byte[] decode(String text, int from, int to, boolean plusIsSpace) {
    byte[] bytes = new byte[to - from];
    int count = 0;
    boolean ascii = true;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int value = i + 3 <= to ? hex(text.charAt(i + 1), text.charAt(i + 2)) : -1;
        if (value < 0) {
          throw new CairnException(
              ErrorCode.INVALID_TARGET,
              "The request target has a percent sign at position "
                  + i
                  + " that is not followed by two hexadecimal digits; write a percent sign as"
                  + " %25.");
        }
        i += 2;
        ascii &= value < 0x80;
        bytes[count++] = (byte) value;
      } else {
        bytes[count++] = (byte) (c == '+' && plusIsSpace ? ' ' : c);
      }
    }
    byte[] decoded = count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    if (!ascii) {
      requireUtf8(decoded);
    }
    return decoded;
  }

  /** As {@link #decode}, as text. */
  static String decodeText(String text, int from, int to, boolean plusIsSpace) {
    return new String(decode(text, from, to, plusIsSpace), StandardCharsets.UTF_8);
  }

  /** Encodes all but the characters that never need it, slashes too. */
  static String encode(byte[] bytes) {
    StringBuilder encoded = new StringBuilder(bytes.length + 16);
    for (byte b : bytes) {
      int value = b & 0xff;
      if (isUnreserved(value)) {
        encoded.append((char) value);
      } else {
        encoded.append('%').append(HEX.charAt(value >> 4)).append(HEX.charAt(value & 15));
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }

  private static int hex(char high, char low) {
    int h = Character.digit(high, 16);
    int l = Character.digit(low, 16);
    return high < 0x80 && low < 0x80 && h >= 0 && l >= 0 ? h << 4 | l : -1;
  }

  private static void requireUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw new CairnException(
          ErrorCode.INVALID_TARGET, "The request target has escapes that are not UTF-8.");
    }
  }
}
