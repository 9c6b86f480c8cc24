package dev.cairn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The published list of error codes is the one in the code. */
class ErrorCodeReferenceTest {

  private static final Path PAGE = Path.of("docs", "http-api.md");
  private static final String HEAD =
      """
      | code | status | what it means | what to do |
      | --- | --- | --- | --- |
      """;

  @Test
  void theReferenceListsEveryCode() throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf(HEAD);
    assertThat(start).as("the table of codes").isNotNegative();
    int end = page.indexOf("\n\n", start);
    String wanted = page.substring(0, start) + table() + page.substring(end + 1);
    if (Boolean.getBoolean("cairn.docs.write")) {
      Files.writeString(PAGE, wanted);
    }
    assertThat(PAGE).hasContent(wanted);
  }

  private static String table() {
    StringBuilder table = new StringBuilder(HEAD);
    for (ErrorCode code : ErrorCode.values()) {
      table
          .append("| `")
          .append(code.word())
          .append("` | ")
          .append(code.status())
          .append(" | ")
          .append(code.title())
          .append(" | ")
          .append(code.cure())
          .append(" |\n");
    }
    return table.toString();
  }

  @Test
  void everyCodeSaysWhatItMeansAndWhatToDo() {
    assertThat(ErrorCode.values())
        .allSatisfy(
            code -> {
              assertThat(code.title()).isNotBlank().doesNotContain("|").doesNotEndWith(".");
              assertThat(code.cure()).endsWith(".").doesNotContain("|");
              assertThat(code.status()).isBetween(400, 599);
            });
  }
}
