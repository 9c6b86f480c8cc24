package dev.cairn.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/**
 * What browsers are told of pages beside the API, which are to do nothing but show themselves and
 * call the API of this service: no frame shows them, no other origin gets hold of them, nothing of
 * elsewhere is loaded into them. Event loops only.
 */
final class PageHeaders {

  /**
   * The page of Swagger UI begins with a script of its own that stands in it, so such scripts are
   * let in; there is no place in it where anybody could put another. It draws with styles that it
   * makes up, and has pictures in its style sheet.
   */
  static final String POLICY =
      String.join(
          "; ",
          List.of(
              "default-src 'none'",
              "script-src 'self' 'unsafe-inline'",
              "style-src 'self' 'unsafe-inline'",
              "img-src 'self' data:",
              "font-src 'self' data:",
              "connect-src 'self'",
              "base-uri 'none'",
              "form-action 'none'",
              "frame-ancestors 'none'"));

  private static final CharSequence NO_SNIFF_NAME =
      HttpHeaders.createOptimized("X-Content-Type-Options");
  private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");

  private PageHeaders() {}

  /** Puts all of them on the answer that is about to be made. */
  static void put(HttpServerResponse response) {
    MultiMap headers = response.headers();
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set(
        "Permissions-Policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    noSniffing(response);
  }

  /** Has browsers take an answer for what its media type says. */
  static void noSniffing(HttpServerResponse response) {
    response.headers().set(NO_SNIFF_NAME, NO_SNIFF);
  }
}
