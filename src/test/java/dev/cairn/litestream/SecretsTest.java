package dev.cairn.litestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsTest {

  private final LitestreamSettings settings =
      new LitestreamSettings(
          "litestream",
          Path.of("run"),
          "sftp://user:pass-of-url@host/backup",
          1,
          Map.of("ANY_NAME", "given-secret"));

  private final Secrets secrets =
      new Secrets(
          settings,
          Map.of(
              "AWS_SECRET_ACCESS_KEY", "secret-key",
              "AWS_ACCESS_KEY_ID", "the-key-id",
              "AWS_SESSION_TOKEN", "secret-key-and-more",
              "AWS_REGION", "eu-central",
              "SHORT_KEY", "abc"));

  @Test
  void valuesOfSecretVariablesAreMaskedWhereverTheyStand() {
    assertThat(secrets.mask("secret-key, the-key-id; given-secret!")).isEqualTo("***, ***; ***!");
  }

  @Test
  void aSecretThatHoldsAnotherIsMaskedWhole() {
    assertThat(secrets.mask("secret-key-and-more")).isEqualTo("***");
  }

  @Test
  void passwordsOfUrlsAreMaskedWithAndWithoutTheirUrl() {
    assertThat(secrets.mask("dial sftp://user:pass-of-url@host/backup"))
        .isEqualTo("dial sftp://***@host/backup");
    assertThat(secrets.mask("refused pass-of-url")).isEqualTo("refused ***");
    assertThat(secrets.mask("https://other:word@else/x?y")).isEqualTo("https://***@else/x?y");
  }

  @Test
  void everythingElseStays() {
    assertThat(secrets.mask("abc in eu-central, file:///a@b"))
        .isEqualTo("abc in eu-central, file:///a@b");
  }

  @Test
  void settingsTellNoSecret() {
    assertThat(settings.toString())
        .contains("ANY_NAME", "sftp://***@host/backup")
        .doesNotContain("pass-of-url", "given-secret");
  }
}
