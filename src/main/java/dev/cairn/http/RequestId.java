package dev.cairn.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a request is called: in its answer, in the problem it may become, in the log. The caller's
 * own name for it if that is fit for a log, else 16 random hexadecimal digits, which nobody need be
 * unable to guess. Event loops only.
 */
final class RequestId {

  /** The header that carries it, both ways. */
  static final String HEADER = "X-Request-Id";

  /** Longer names are not taken over. */
  static final int MOST_CHARACTERS = 64;

  private static final CharSequence NAME = HttpHeaders.createOptimized(HEADER);

  /** Beside letters and digits. */
  private static final String OTHERS = "-_.~:+/=@";

  private static final int DIGITS = 16;

  private RequestId() {}

  /** Gives the answer to a request its name; before anything is answered. */
  static void give(HttpServerRequest request) {
    String sent = request.getHeader(NAME);
    request
        .response()
        .headers()
        .set(NAME, sent != null && isFit(sent) ? sent : digits(ThreadLocalRandom.current()));
  }

  /** What the request is called, which has a name now if it had none before. */
  static String of(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    String given = response.headers().get(NAME);
    if (given == null) {
      give(request);
      given = response.headers().get(NAME);
    }
    return given;
  }

  private static String digits(ThreadLocalRandom random) {
    long bits = random.nextLong();
    char[] digits = new char[DIGITS];
    for (int i = 0; i < DIGITS; i++) {
      digits[i] = Character.forDigit((int) (bits >>> 4 * i) & 0xf, 16);
    }
    return new String(digits);
  }

  private static boolean isFit(String sent) {
    if (sent.isEmpty() || sent.length() > MOST_CHARACTERS) {
      return false;
    }
    for (int i = 0; i < sent.length(); i++) {
      char c = sent.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!letter && OTHERS.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
