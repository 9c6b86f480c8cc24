package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;

/**
 * A request target as it came over the wire, judged before anything folds or decodes it. A target
 * that a client, a proxy or a router could read as another path is refused: keys go into the path
 * byte for byte, and {@code DELETE …/entries/..} must never reach the namespace.
 *
 * @param uri the target in origin form
 * @param pathEnd where the path ends, exclusive
 */
record RawTarget(String uri, int pathEnd) {

  private static final String HINT =
      " Encode such a key and send it as the query parameter key of the path ending in /entry or"
          + " /metadata.";

  /**
   * Judges a target.
   *
   * @param slashMayEnd whether a trailing slash is let through
   * @throws CairnException {@link ErrorCode#INVALID_TARGET} for an empty or dot segment (as it
   *     stands or after decoding), a raw semicolon or another character that must be encoded, and
   *     escapes that are not strict UTF-8
   */
  static RawTarget judge(String target, boolean slashMayEnd) {
    String uri = originForm(target);
    boolean escapes = requireCharacters(uri);
    int question = uri.indexOf('?');
    int pathEnd = question < 0 ? uri.length() : question;
    if (uri.lastIndexOf(';', pathEnd - 1) >= 0) {
      throw invalid("The path has a raw semicolon; write it as %3B.");
    }
    requireSegments(uri, pathEnd, slashMayEnd);
    if (escapes) {
      String decoded = Percent.decodeText(uri, 0, pathEnd, false);
      requireSegments(decoded, decoded.length(), slashMayEnd);
      Percent.decode(uri, pathEnd, uri.length(), true);
    }
    return new RawTarget(uri, pathEnd);
  }

  /** The path as it was sent. */
  String path() {
    return uri.substring(0, pathEnd);
  }

  /** Where the query begins, behind its question mark; the end of the target if there is none. */
  int queryStart() {
    return Math.min(pathEnd + 1, uri.length());
  }

  private static String originForm(String target) {
    if (target.startsWith("/")) {
      return target;
    }
    int scheme = target.indexOf("://");
    if (scheme <= 0 || target.indexOf('?') >= 0 && target.indexOf('?') < scheme) {
      throw invalid("The request target must be a path that begins with a slash.");
    }
    int slash = target.indexOf('/', scheme + 3);
    return slash < 0 ? "/" : target.substring(slash);
  }

  private static boolean requireCharacters(String uri) {
    boolean escapes = false;
    for (int i = 0; i < uri.length(); i++) {
      char c = uri.charAt(i);
      if (c == '%') {
        escapes = true;
      } else if (c <= ' ' || c >= 0x7f || c == '#' || c == '\\') {
        throw invalid(
            "The request target has a character at position " + i + " that must be encoded.");
      }
    }
    return escapes;
  }

  private static void requireSegments(String path, int end, boolean slashMayEnd) {
    if (end == 1) {
      return;
    }
    int start = 1;
    while (start <= end) {
      int slash = path.indexOf('/', start);
      int stop = slash < 0 || slash > end ? end : slash;
      int length = stop - start;
      if (length == 0 && !(slashMayEnd && stop == end)) {
        throw invalid("The path has an empty segment or ends in a slash." + HINT);
      }
      if (length == 1 && path.charAt(start) == '.'
          || length == 2 && path.charAt(start) == '.' && path.charAt(start + 1) == '.') {
        throw invalid("The path has a segment of one or two dots." + HINT);
      }
      start = stop + 1;
    }
  }

  private static CairnException invalid(String detail) {
    return new CairnException(ErrorCode.INVALID_TARGET, detail);
  }
}
