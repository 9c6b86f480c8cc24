package dev.cairn.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IssuerDocumentsTest {

  private final TestIssuer issuer = new TestIssuer(0);

  private final IssuerDocuments documents =
      new IssuerDocuments(
          new IssuerPlace(
              "test", issuer.url(), List.of("cairn"), Duration.ZERO, Duration.ofSeconds(1)));

  @AfterEach
  void stop() {
    issuer.close();
  }

  private void assertRefused(String... words) {
    assertThatIOException().isThrownBy(documents::keys).withMessageContainingAll(words);
  }

  @Test
  void keysAreFoundByTheFirstDocument() throws IOException, dev.cairn.security.TokenRefused {
    TestIssuer.SigningKey key = TestIssuer.rsa("a");
    issuer.publish(key);
    assertThat(documents.keys().verify(TestIssuer.token(key, issuer.claims("*:read"))))
        .containsEntry("sub", "alice");
  }

  @Test
  void aDocumentOfAnotherIssuerIsRefused() {
    issuer.discover("issuer", "https://other.example");
    assertRefused("another issuer");
  }

  @Test
  void anIssuerThatLacksItsKeysIsRefused() {
    issuer.discover("jwks_uri", "ftp://127.0.0.1/keys");
    assertRefused("jwks_uri");
    issuer.discover("jwks_uri", 7);
    assertRefused("jwks_uri");
  }

  @Test
  void redirectsAreNotFollowed() {
    issuer.answerWith(302);
    assertRefused("answers 302");
  }

  @Test
  void aDocumentThatIsTooLargeIsNotReadToItsEnd() {
    issuer.discover("x", "x".repeat(IssuerDocuments.MOST_BYTES));
    assertRefused("can't be read");
  }

  @Test
  void aDocumentThatIsNoneIsRefused() {
    issuer.discover("jwks_uri", issuer.url() + "/.well-known/openid-configuration");
    assertRefused("does not hold keys");
  }

  @Test
  void aSlowIssuerIsGivenUp() {
    issuer.answerAfter(Duration.ofSeconds(20));
    long start = System.nanoTime();
    assertRefused("did not answer within 1000 ms");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void anIssuerThatIsGoneIsNamed() {
    issuer.close();
    assertRefused("can't be read", issuer.url().toString());
  }
}
