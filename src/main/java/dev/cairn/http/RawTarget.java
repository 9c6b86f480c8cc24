package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request target as it came over the wire, judged before anything folds or decodes it. A target
 * that a client, a proxy or a router could read as another path is refused: keys go into the path
 * byte for byte, and {@code DELETE …/entries/..} must never reach the namespace.
 *
 * @param uri the target in origin form
 * @param pathEnd where the path ends, exclusive
 * @param authority the host and port of a target in absolute form, or null
 */
record RawTarget(String uri, int pathEnd, @Nullable String authority) {

  /** Paths beside the API; they hold documents, no data. */
  private static final List<String> DOCUMENTS = List.of("/q/", "/console/");

  private static final List<String> SCHEMES = List.of("http://", "https://");

  /**
   * Characters that no URI may hold as they are: some clients and proxies encode them, some don't.
   */
  private static final String UNSAFE = "\"#<>[\\]^`{|}";

  /** By character: whether a URI may hold it as it is. */
  private static final boolean[] SAFE = safe();

  private static final String HINT =
      " Encode such a key and send it as the query parameter key of the path ending in /entry or"
          + " /metadata.";

  /**
   * Judges a target.
   *
   * @throws CairnException {@link ErrorCode#INVALID_TARGET} for an empty or dot segment (as it
   *     stands or after decoding), a raw semicolon or another character that must be encoded, and
   *     escapes that are not strict UTF-8; only the path of a document may end in a slash
   */
  static RawTarget judge(String target) {
    int authority = authorityStart(target);
    int start = authority == 0 ? 0 : target.indexOf('/', authority);
    if (start < 0) {
      throw invalid("The request target has no path.");
    }
    String uri = start == 0 ? target : target.substring(start);
    boolean escapes = requireCharacters(uri);
    int question = uri.indexOf('?');
    int pathEnd = question < 0 ? uri.length() : question;
    if (uri.lastIndexOf(';', pathEnd - 1) >= 0) {
      throw invalid("The path has a raw semicolon; write it as %3B.");
    }
    boolean slashMayEnd = isDocument(uri);
    requireSegments(uri, pathEnd, slashMayEnd);
    if (escapes) {
      String decoded = Percent.decodeText(uri, 0, pathEnd, false);
      requireSegments(decoded, decoded.length(), slashMayEnd);
      Percent.decode(uri, pathEnd, uri.length(), true);
    }
    return new RawTarget(uri, pathEnd, start == 0 ? null : target.substring(authority, start));
  }

  private static boolean[] safe() {
    boolean[] safe = new boolean[0x7f];
    for (char c = '!'; c < safe.length; c++) {
      safe[c] = UNSAFE.indexOf(c) < 0;
    }
    return safe;
  }

  /** Whether it leads to a document beside the API. */
  boolean isDocument() {
    return isDocument(uri);
  }

  /** Where the query begins, behind its question mark; the end of the target if there is none. */
  int queryStart() {
    return Math.min(pathEnd + 1, uri.length());
  }

  /** Whether the path of a target in origin form is that of a document. */
  static boolean isDocument(String uri) {
    for (String prefix : DOCUMENTS) {
      if (uri.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** Where the authority of an absolute form begins; 0 for the origin form, which has none. */
  private static int authorityStart(String target) {
    if (target.startsWith("/")) {
      return 0;
    }
    for (String scheme : SCHEMES) {
      if (target.startsWith(scheme)) {
        return scheme.length();
      }
    }
    throw invalid("The request target must be a path that begins with a slash.");
  }

  private static boolean requireCharacters(String uri) {
    boolean escapes = false;
    for (int i = 0; i < uri.length(); i++) {
      char c = uri.charAt(i);
      if (c >= SAFE.length || !SAFE[c]) {
        throw invalid(
            "The request target has a character at position " + i + " that must be encoded.");
      }
      escapes |= c == '%';
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
