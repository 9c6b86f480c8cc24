package dev.cairn.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.oidc.TestIssuer.SigningKey;
import dev.cairn.security.TokenRefused;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerKeysTest {

  private static final SigningKey RSA = TestIssuer.rsa("rsa");
  private static final SigningKey EC = TestIssuer.ec("ec");

  private final TestIssuer issuer = new TestIssuer(0);
  private final IssuerKeys keys = keys(RSA, EC);
  private final Map<String, Object> claims = issuer.claims(List.of("guild-7:read"));

  private IssuerKeys keys(SigningKey... published) {
    JsonArray array = new JsonArray();
    for (SigningKey key : published) {
      array.add(key.published());
    }
    return new IssuerKeys(
        new IssuerPlace(
            "test",
            issuer.url(),
            List.of("cairn", "https://cairn.example"),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1)),
        new JsonObject().put("keys", array).encode());
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  private void assertRefused(String token) {
    assertThatExceptionOfType(TokenRefused.class).isThrownBy(() -> keys.verify(token));
  }

  private void assertWrong(String claim, Object value) throws TokenRefused {
    Object good = claims.get(claim);
    claims.put(claim, value);
    assertRefused(TestIssuer.token(RSA, claims));
    if (good == null) {
      claims.remove(claim);
    } else {
      claims.put(claim, good);
    }
    keys.verify(TestIssuer.token(RSA, claims));
  }

  @Test
  void tokensOfBothKindsOfKeysAreTaken() throws TokenRefused {
    for (SigningKey key : List.of(RSA, EC)) {
      assertThat(keys.verify(TestIssuer.token(key, claims)))
          .containsEntry("sub", "alice")
          .containsEntry("cairn", List.of("guild-7:read"));
    }
  }

  @Test
  void issuerAudienceAndTimesAreChecked() throws TokenRefused {
    long now = Instant.now().getEpochSecond();
    assertWrong("iss", "https://other.example");
    assertWrong("aud", "other");
    assertWrong("aud", List.of("other", "any"));
    assertWrong("exp", now - 60);
    assertWrong("exp", "soon");
    assertWrong("nbf", now + 60);
    for (String needed : List.of("iss", "aud", "exp")) {
      Map<String, Object> without = new java.util.HashMap<>(claims);
      without.remove(needed);
      assertRefused(TestIssuer.token(RSA, without));
    }
  }

  @Test
  void clocksMayDifferALittle() throws TokenRefused {
    long now = Instant.now().getEpochSecond();
    claims.put("nbf", now + 10);
    assertThat(keys.verify(TestIssuer.token(EC, claims))).containsEntry("sub", "alice");
    claims.remove("nbf");
    claims.put("exp", now - 10);
    claims.put("aud", List.of("other", "https://cairn.example"));
    assertThat(keys.verify(TestIssuer.token(EC, claims))).containsEntry("sub", "alice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "HS256", "RS256", "", "ES256"})
  void whatIsNotSignedByTheIssuerIsRefused(String algorithm) throws GeneralSecurityException {
    String signed =
        TestIssuer.part(Map.of("alg", algorithm, "kid", "rsa")) + '.' + TestIssuer.part(claims);
    assertRefused(signed + '.');
    assertRefused(signed + ".AAAA");
    // The published key, which everybody has, as a secret.
    for (byte[] secret :
        List.of(
            RSA.pair().getPublic().getEncoded(),
            pem().getBytes(StandardCharsets.US_ASCII),
            RSA.published().getString("n").getBytes(StandardCharsets.US_ASCII))) {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] sum = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
      assertRefused(signed + '.' + TestIssuer.base64(sum));
    }
  }

  private static String pem() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(RSA.pair().getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  @Test
  void aTokenThatWasChangedIsRefused() {
    String token = TestIssuer.token(RSA, claims);
    claims.put("cairn", List.of("*:admin"));
    String[] parts = token.split("\\.", -1);
    assertRefused(parts[0] + '.' + TestIssuer.part(claims) + '.' + parts[2]);
    assertRefused(parts[0] + '.' + parts[1] + '.' + "A".repeat(parts[2].length()));
  }

  @Test
  void aKeyOfTheSameNameOfAnotherIsNoHelp() {
    assertRefused(TestIssuer.token(TestIssuer.rsa("rsa"), claims));
    assertRefused(
        TestIssuer.token(new SigningKey("ec", "RS256", TestIssuer.rsa("x").pair()), claims));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "...",
        "a.b.c",
        "e30.e30.e30",
        "e30.e30",
        "eyJhbGciOiJSUzI1NiJ9..",
        "é.é.é"
      })
  void whatIsNoTokenIsRefused(String text) {
    assertRefused(text);
    assertThat(new TokenReading(List.of()).issuer(text)).isNull();
  }
}
