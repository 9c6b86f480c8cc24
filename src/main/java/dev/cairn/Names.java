package dev.cairn;

/** The rule that shard ids and namespaces share: what may stand in a URL path as it is. */
final class Names {

  private Names() {}

  /**
   * @param what how a message calls the name, as in "The shard id"
   * @throws CairnException {@code code} with the rule that {@code value} breaks
   */
  static void check(String what, String value, int maxLength, ErrorCode code) {
    if (value.isEmpty() || value.length() > maxLength) {
      throw new CairnException(
          code,
          what + " has " + value.length() + " characters; 1 to " + maxLength + " are allowed.");
    }
    if (value.charAt(0) == '.') {
      throw new CairnException(code, what + " begins with a dot, which is not allowed.");
    }
    for (int i = 0; i < value.length(); i++) {
      if (!isAllowed(value.charAt(i))) {
        throw new CairnException(
            code,
            what + " has a character at position " + i + " that is none of A-Z a-z 0-9 . _ ~ : -");
      }
    }
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "._~:-".indexOf(c) >= 0;
  }
}
