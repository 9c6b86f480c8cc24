package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Violation;
import java.util.List;

/**
 * The header {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header): what its sender
 * calls a request, as a string of RFC 8941 in quotes, or bare. Any thread.
 */
final class IdempotencyKeys {

  /** The header. */
  static final String NAME = "Idempotency-Key";

  /** Most characters of a key; it has at least one. */
  static final int MOST_CHARACTERS = 255;

  /** Of the bare form, besides letters and digits: nothing that parts or quotes fields. */
  private static final String BARE = "-._~:+/=@!#$%&'*^|`";

  private IdempotencyKeys() {}

  /**
   * The key that the lines of the header give.
   *
   * @throws CairnException {@link ErrorCode#INVALID_PARAMETER} if it breaks the rule
   */
  static String read(List<String> lines) {
    if (lines.size() != 1) {
      throw invalid("may be given only once");
    }
    String text = lines.getFirst().strip();
    String key = text.startsWith("\"") ? quoted(text) : bare(text);
    if (key.isEmpty() || key.length() > MOST_CHARACTERS) {
      throw invalid("must have 1 to " + MOST_CHARACTERS + " characters");
    }
    return key;
  }

  private static String bare(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!plain && BARE.indexOf(c) < 0) {
        throw invalid("without quotes may hold letters, digits and " + BARE + " only");
      }
    }
    return text;
  }

  /** Between quotes, where a backslash stands before each quote and backslash of the key. */
  private static String quoted(String text) {
    StringBuilder key = new StringBuilder(text.length());
    int i = 1;
    for (; i < text.length() && text.charAt(i) != '"'; i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
        c = i < text.length() ? text.charAt(i) : 0;
        if (c != '"' && c != '\\') {
          throw invalid("may have a backslash before a quote or a backslash only");
        }
      } else if (c < ' ' || c > '~') {
        throw invalid("may hold printable ASCII only");
      }
      key.append(c);
    }
    if (i != text.length() - 1) {
      throw invalid("must end with its second quote");
    }
    return key.toString();
  }

  private static CairnException invalid(String reason) {
    return new CairnException(
        ErrorCode.INVALID_PARAMETER,
        "The header " + NAME + " " + reason + ".",
        List.of(new Violation(NAME, reason)));
  }
}
