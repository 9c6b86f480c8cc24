package dev.cairn.cli;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads problem documents (RFC 9457) for messages. */
final class Problem {

  private Problem() {}

  /** One line that says what the answer complains about. */
  static String describe(int status, byte[] body) {
    try {
      String code = text(body, "code");
      String detail = text(body, "detail");
      String title = detail.isEmpty() ? text(body, "title") : detail;
      String said = code.isEmpty() ? title : code + ": " + title;
      return said.isEmpty() ? "HTTP " + status : said + " (HTTP " + status + ")";
    } catch (IOException e) {
      return "HTTP " + status;
    }
  }

  /** A string member of an object at the root, or the empty text. */
  static String text(byte[] json, String member) throws IOException {
    FieldPath.Part part = FieldPath.parse(member).find(json);
    return part == null || part.kind() != JsonToken.VALUE_STRING ? "" : part.text();
  }
}
