package dev.cairn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.Ticker;
import dev.cairn.security.Tokens;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuersTest {

  private static Tokens tokens(Map<String, String> properties) {
    return Issuers.tokens(SettingsTest.config(properties).oidc(), Clock.systemUTC(), Ticker.SYSTEM);
  }

  private static Map<String, String> good() {
    return new HashMap<>(
        Map.of(
            "cairn.oidc.main.issuer", "https://login.example/realms/x",
            "cairn.oidc.main.audience", "cairn,urn:cairn"));
  }

  @Test
  void noneIsTrustedByDefault() {
    try (Tokens tokens = tokens(Map.of())) {
      assertThat(tokens.takes("Bearer a.b.c")).isFalse();
    }
  }

  @Test
  void severalCanBeTrustedAndNoneIsAskedAtTheStart() {
    Map<String, String> settings = good();
    settings.put("cairn.oidc.own-2.issuer", "http://localhost:9");
    settings.put("cairn.oidc.own-2.audience", "cairn");
    try (Tokens tokens = tokens(settings)) {
      assertThat(tokens.takes("Bearer a.b.c")).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "issuer, http://192.0.2.1, has no TLS",
    "issuer, ftp://login.example, must be a URL",
    "issuer, login, must be a URL",
    "issuer, https://login.example?x=1, must be a URL",
    "audience, any, must name this service",
    "audience, ' ', must name this service",
    "claim, ' ', must each name a claim",
    "subject-claim, ' ', must each name a claim",
    "clock-skew, 11m, is PT11M",
    "clock-skew, -1s, is PT-1S",
    "timeout, 0s, is PT0S",
    "keys-age, 25h, is PT25H",
    "keys-again, 0s, is PT0S",
  })
  void whatIsOutOfRangeIsNamed(String setting, String value, String reason) {
    Map<String, String> settings = good();
    settings.put("cairn.oidc.main." + setting, value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokens(settings))
        .withMessageContainingAll("cairn.oidc.main.", reason);
  }

  @Test
  void oneIssuerHasOneName() {
    Map<String, String> settings = good();
    settings.put("cairn.oidc.second.issuer", settings.get("cairn.oidc.main.issuer"));
    settings.put("cairn.oidc.second.audience", "cairn");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokens(settings))
        .withMessageContaining("of another issuer too");
  }
}
