package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a resource method takes, read from its annotations.
 *
 * @param consumes the media types of its body in lower case; empty if it takes none
 * @param parameters its query parameters by name
 * @param role what its caller must be allowed
 * @param over over what
 * @param narrow whether callers with less than the whole shard may call it
 * @param onRepeat what becomes of requests with a key
 */
record Route(
    List<String> consumes,
    Map<String, QueryParameter> parameters,
    Role role,
    Needs.Reach over,
    boolean narrow,
    RepeatRule onRepeat) {

  /** The query parameter of routes whose caller may send a ticket in place of a key. */
  static final String TICKET = "ticket";

  private static final String JSON = "application/json";

  /** Whether a ticket is taken in place of a key. */
  boolean takesTickets() {
    return parameters.containsKey(TICKET);
  }

  /**
   * Checks the media type of a body against those that are taken.
   *
   * @param contentType the header, or null if it was not sent
   * @throws CairnException {@link ErrorCode#UNSUPPORTED_MEDIA_TYPE}
   */
  void checkMediaType(@Nullable String contentType) {
    if (consumes.isEmpty()) {
      return;
    }
    if (contentType == null) {
      if (consumes.contains(JSON)) {
        return;
      }
      throw unsupported("A Content-Type header is needed here: " + taken() + ".");
    }
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    if (!consumes.contains(type.strip().toLowerCase(Locale.ROOT))) {
      throw unsupported("The body's media type can't be used here; send " + taken() + ".");
    }
    // Bytes have no charset, whatever a client says.
    boolean isText = !consumes.contains(ShardFileResource.SQLITE);
    if (isText && semicolon >= 0 && !isUtf8(contentType.substring(semicolon + 1))) {
      throw unsupported("The body must be in UTF-8.");
    }
  }

  /**
   * Checks that a query names only known parameters, single ones once, with readable values.
   *
   * @throws CairnException {@link ErrorCode#INVALID_PARAMETER}, or {@link ErrorCode#INVALID_TARGET}
   *     for bad escapes
   */
  void checkQuery(String uri, int from) {
    if (from >= uri.length()) {
      return;
    }
    Set<String> seen = new HashSet<>();
    int start = from;
    while (start <= uri.length()) {
      int ampersand = uri.indexOf('&', start);
      int end = ampersand < 0 ? uri.length() : ampersand;
      if (end > start) {
        checkParameter(uri, start, end, seen);
      }
      start = end + 1;
    }
  }

  private void checkParameter(String uri, int start, int end, Set<String> seen) {
    int equals = uri.indexOf('=', start);
    int nameEnd = equals < 0 || equals > end ? end : equals;
    String name = Percent.decodeText(uri, start, nameEnd, true);
    QueryParameter parameter = parameters.get(name);
    if (parameter == null) {
      throw QueryParameter.invalid(
          name,
          parameters.isEmpty()
              ? "is not known here; none is"
              : "is not known here; known are " + String.join(", ", parameters.keySet()));
    }
    if (!seen.add(name) && !parameter.isRepeatable()) {
      throw QueryParameter.invalid(name, "may be given only once");
    }
    parameter.check(Percent.decodeText(uri, Math.min(nameEnd + 1, end), end, true));
  }

  private static boolean isUtf8(String mediaTypeParameters) {
    for (String parameter : mediaTypeParameters.split(";", -1)) {
      String text = parameter.strip().toLowerCase(Locale.ROOT);
      if (text.startsWith("charset=")
          && !text.substring("charset=".length()).replace("\"", "").equals("utf-8")) {
        return false;
      }
    }
    return true;
  }

  private String taken() {
    return String.join(" or ", consumes);
  }

  private static CairnException unsupported(String detail) {
    return new CairnException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, detail);
  }
}
