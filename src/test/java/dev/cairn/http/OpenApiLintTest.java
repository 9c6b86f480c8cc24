package dev.cairn.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The API description, as the running service gives it, passes two linters without a warning. */
@QuarkusTest
class OpenApiLintTest {

  private static final Path TOOLS = Path.of("src", "test", "tools", "node_modules", ".bin");
  private static final Path DOCUMENT = Path.of("target", "openapi.yaml");

  @Test
  void spectralFindsNothing() throws Exception {
    lint(
        "spectral", "lint", "--ruleset", ".spectral.yaml", "--fail-severity=hint", "-q", fetched());
  }

  @Test
  void redoclyFindsNothing() throws Exception {
    String report = lint("redocly", "lint", "--config", "redocly.yaml", fetched());
    assertThat(report).doesNotContain("Warning was generated");
  }

  private static String fetched() throws IOException {
    String document = RestAssured.get("/q/openapi").then().statusCode(200).extract().asString();
    Files.createDirectories(DOCUMENT.getParent());
    return Files.writeString(DOCUMENT, document).toString();
  }

  private static String lint(String tool, String... arguments) throws Exception {
    List<String> command =
        new java.util.ArrayList<>(List.of(TOOLS.resolve(tool).toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("REDOCLY_TELEMETRY", "off");
    builder.environment().put("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
