package dev.cairn.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class CredentialTest {

  @Test
  void bearerPresentsItsToken() {
    assertThat(Credential.of("Bearer the-key")).isEqualTo("the-key");
  }

  @Test
  void basicPresentsItsPasswordWhoeverTheUserIs() {
    assertThat(Credential.of(basic("somebody:the-key"))).isEqualTo("the-key");
    assertThat(Credential.of(basic(":the-key"))).isEqualTo("the-key");
    assertThat(Credential.of(basic("ü€:the-key"))).isEqualTo("the-key");
  }

  @Test
  void aColonMayStandInThePasswordAndNotInTheUser() {
    assertThat(Credential.of(basic("user:the:key"))).isEqualTo("the:key");
  }

  @Test
  void theSchemeIsReadWithoutCase() {
    assertThat(Credential.of("bearer the-key")).isEqualTo("the-key");
    assertThat(Credential.of("BEARER the-key")).isEqualTo("the-key");
    assertThat(Credential.of(basic("u:the-key").replace("Basic", "bASIC"))).isEqualTo("the-key");
  }

  @Test
  void blanksAroundTheTokenAreNotOfIt() {
    assertThat(Credential.of("Bearer   the-key ")).isEqualTo("the-key");
    assertThat(Credential.of(basic("u:the-key").replace(" ", "  ") + " ")).isEqualTo("the-key");
  }

  @Test
  void aBlankInsideIsPartOfWhatIsNoKeyThen() {
    assertThat(Credential.of("Bearer the-key, other")).isEqualTo("the-key, other");
  }

  @Test
  void base64MayLackItsPadding() {
    assertThat(Credential.of("Basic dTprZXk5")).isEqualTo("key9");
    assertThat(Credential.of("Basic dTprZXk=")).isEqualTo("key");
    assertThat(Credential.of("Basic dTprZXk")).isEqualTo("key");
  }

  @Test
  void badBase64PresentsNothing() {
    assertThat(Credential.of("Basic ####")).isNull();
    assertThat(Credential.of("Basic dTprZXk= dTprZXk=")).isNull();
    assertThat(Credential.of("Basic dTprZXk=x")).isNull();
    assertThat(Credential.of("Basic d")).isNull();
    assertThat(Credential.of("Basic ü€")).isNull();
  }

  @Test
  void aUserAlonePresentsNothing() {
    assertThat(Credential.of(basic("the-key"))).isNull();
    assertThat(Credential.of(basic(""))).isNull();
  }

  @Test
  void lonePiecesPresentNothing() {
    for (String header : new String[] {"", " ", "Bearer", "Basic", "the-key", "Bearer\tthe-key"}) {
      assertThat(Credential.of(header)).as(header).isNull();
    }
    assertThat(Credential.of("Bearer ")).isEqualTo("");
    assertThat(Credential.of("Basic ")).isNull();
  }

  @Test
  void otherSchemesPresentNothing() {
    assertThat(Credential.of("Digest the-key")).isNull();
    assertThat(Credential.of("BearerX the-key")).isNull();
    assertThat(Credential.of(" Bearer the-key")).isNull();
  }

  @Test
  void whatIsFarTooLongPresentsNothing() {
    assertThat(Credential.of("Bearer " + "k".repeat(8185))).hasSize(8185);
    assertThat(Credential.of("Bearer " + "k".repeat(8186))).isNull();
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
