package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.storage.Parts;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the parameters that lists share, and writes the link to their next page. */
final class PageParameters {

  private PageParameters() {}

  /**
   * The value of a query parameter, which is empty if it was given without one: the framework gives
   * null then, as for one that is missing, and an empty cursor must not begin a list again.
   *
   * @param value what the framework gave
   */
  static @Nullable String given(HttpServerRequest request, String name, @Nullable String value) {
    String query = request.query();
    if (value != null || query == null) {
      return value;
    }
    for (String part : query.split("&", -1)) {
      if (part.equals(name) || part.equals(name + "=")) {
        return "";
      }
    }
    return null;
  }

  /**
   * The limit of a page.
   *
   * @throws CairnException {@link ErrorCode#INVALID_PARAMETER} unless it is a whole number from 1
   *     to the largest page
   */
  static int limit(@Nullable String raw, Limits limits) {
    return raw == null ? limits.pageDefault() : (int) whole("limit", raw, 1, limits.pageMax());
  }

  /**
   * The number of entries to pass over.
   *
   * @throws CairnException {@link ErrorCode#INVALID_PARAMETER} if it is none, or stands beside a
   *     cursor
   */
  static int offset(@Nullable String raw, @Nullable String cursor) {
    if (raw == null) {
      return 0;
    }
    int offset = (int) whole("offset", raw, 0, Integer.MAX_VALUE);
    if (cursor != null) {
      throw QueryParameter.invalid(
          "offset", "can't stand beside cursor; a cursor knows where it goes on");
    }
    return offset;
  }

  /**
   * What a list carries: a choice of {@code values} and {@code metadata}, both if nothing is said,
   * neither if the parameter is empty.
   */
  static Parts include(@Nullable String raw) {
    if (raw == null) {
      return Parts.BOTH;
    }
    boolean values = false;
    boolean metadata = false;
    for (String word : raw.isEmpty() ? new String[0] : raw.split(",", -1)) {
      switch (word) {
        case "values" -> values = true;
        case "metadata" -> metadata = true;
        default ->
            throw QueryParameter.invalid(
                "include", "takes values and metadata, with a comma between");
      }
    }
    return Parts.of(values, metadata);
  }

  /** A parameter that is {@code true} or {@code false}; false if it is missing. */
  static boolean flag(String name, @Nullable String raw) {
    if (raw == null || raw.equals("false")) {
      return false;
    }
    if (raw.equals("true")) {
      return true;
    }
    throw QueryParameter.invalid(name, "is true or false");
  }

  private static long whole(String name, String raw, long least, long most) {
    boolean digits = !raw.isEmpty() && raw.length() <= 18;
    for (int i = 0; i < raw.length() && digits; i++) {
      digits = raw.charAt(i) >= '0' && raw.charAt(i) <= '9';
    }
    long value = digits ? Long.parseLong(raw) : -1;
    if (value < least || value > most) {
      throw QueryParameter.invalid(name, "is a whole number from " + least + " to " + most);
    }
    return value;
  }

  /**
   * The value of a {@code Link} header to the next page: the same request with another cursor.
   *
   * @param path the path of the list, with nothing in it that needs escapes
   * @param namesAndValues names and values of the other parameters in turn; null values are left
   *     out
   */
  static String nextLink(String path, String cursor, @Nullable String... namesAndValues) {
    StringBuilder link = new StringBuilder("<").append(path).append('?');
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String value = namesAndValues[i + 1];
      if (value != null) {
        link.append(namesAndValues[i]).append('=').append(escaped(value)).append('&');
      }
    }
    return link.append("cursor=").append(cursor).append(">; rel=\"next\"").toString();
  }

  private static String escaped(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
