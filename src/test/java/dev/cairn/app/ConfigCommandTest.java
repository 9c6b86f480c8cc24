package dev.cairn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigCommandTest {

  private static final String SECRET = "planted-Secret-4714";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Map<String, String> environment, String... arguments) {
    return new CommandLine(new ConfigCommand(environment))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void everySettingIsShownWithItsSource() throws Exception {
    Files.writeString(
        directory.resolve("cairn.properties"), "cairn.port=1234\ncairn.http.idle=5s\n");

    int code = run(Map.of("CAIRN_PORT", "4321"), "--data=" + directory);

    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    assertThat(out.toString().lines())
        .contains(
            "cairn.port=4321  # environment",
            "cairn.http.idle=5s  # " + directory.resolve("cairn.properties"),
            "cairn.data=" + directory + "  # the command line",
            "cairn.host=127.0.0.1  # default",
            "cairn.auth.most-keys=10000  # default")
        .hasSizeGreaterThan(50);
  }

  @Test
  void noSecretIsShown() {
    Map<String, String> environment =
        Map.of(
            "CAIRN_BACKUP_URL",
            "webdav://user:" + SECRET + "@example.com/a?token=" + SECRET + "&b=c",
            "AWS_SECRET_ACCESS_KEY",
            SECRET,
            "AWS_SESSION_TOKEN",
            SECRET);

    assertThat(run(environment, "--data=" + directory)).isZero();

    assertThat(out.toString())
        .doesNotContain(SECRET)
        .contains("cairn.backup.url=webdav://********@example.com/a?token=********&b=c")
        .contains("AWS_SECRET_ACCESS_KEY=********", "AWS_SESSION_TOKEN=********");
  }

  @Test
  void aWrongSettingIsNamedWithoutSecrets() {
    String value = "https://user:" + SECRET + "@example.com/";

    assertThat(run(Map.of("CAIRN_PORT", value), "--data=" + directory)).isEqualTo(1);

    assertThat(err.toString()).contains("cairn.port").doesNotContain(SECRET);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aMissingSettingsFileIsTold() {
    assertThat(run(Map.of(), "--config=" + directory.resolve("none"))).isEqualTo(2);
    assertThat(err.toString()).contains("none", "can't be read");
  }

  @Test
  void namesTellWhatIsSecret() {
    assertThat(Redaction.value("cairn.oidc.client-secret", "x")).isEqualTo(Redaction.MASK);
    assertThat(Redaction.value("cairn.db.password", "x")).isEqualTo(Redaction.MASK);
    assertThat(Redaction.value("cairn.tls.token-file", "/x")).isEqualTo("/x");
    assertThat(Redaction.value("cairn.auth.most-keys", "7")).isEqualTo("7");
    assertThat(Redaction.text("s3://b/p?endpoint=http://u:p@h&region=r"))
        .isEqualTo("s3://b/p?endpoint=http://********@h&region=r");
  }
}
