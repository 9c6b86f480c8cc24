package dev.cairn.cli;

import dev.cairn.json.JsonView;
import java.io.IOException;

/** Reads problem documents (RFC 9457) for messages. */
final class Problem {

  private Problem() {}

  /** One line that says what the answer complains about. */
  static String describe(int status, byte[] body) {
    try {
      JsonView problem = CliJson.view(body);
      String code = CliJson.string(problem, "code");
      String detail = CliJson.string(problem, "detail");
      String title = detail.isEmpty() ? CliJson.string(problem, "title") : detail;
      String said = code.isEmpty() ? title : code + ": " + title;
      if (code.equals("forbidden")) {
        return said
            + " (HTTP "
            + status
            + "); another key may allow it: --key-file, or "
            + KeyOption.VARIABLE;
      }
      return said.isEmpty() ? "HTTP " + status : said + " (HTTP " + status + ")";
    } catch (IOException e) {
      return "HTTP " + status;
    }
  }
}
