package dev.cairn.oidc;

import dev.cairn.security.TokenKeys;
import dev.cairn.security.TokenRefused;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.common.runtime.OidcCommonUtils;
import io.quarkus.oidc.runtime.JsonWebKeySet;
import io.quarkus.oidc.runtime.OidcProvider;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jose4j.jwt.consumer.ErrorCodeValidator;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Verifies tokens with one set of keys. The application server's own verification does the work,
 * called without its ways around it: it takes signatures by private keys only, and requires the
 * issuer, the audience and an end.
 */
final class IssuerKeys implements TokenKeys {

  private final OidcProvider provider;

  /**
   * Reads keys.
   *
   * @param keys a set of JSON Web Keys (RFC 7517)
   * @throws RuntimeException if they can't be read
   */
  IssuerKeys(IssuerPlace place, String keys) {
    OidcTenantConfig settings =
        OidcTenantConfig.authServerUrl(place.issuer().toString())
            .tenantId(place.name())
            .token()
            .issuer(place.issuer().toString())
            .audience(place.audience())
            .lifespanGrace(Math.toIntExact(place.skew().toSeconds()))
            .subjectRequired(false)
            .issuedAtRequired(false)
            .end()
            .build();
    this.provider = new OidcProvider(null, settings, new JsonWebKeySet(keys), null, List.of());
  }

  @Override
  public Map<String, Object> verify(String token) throws TokenRefused {
    try {
      provider.verifyJwtToken(token, true, false, null);
      JsonObject claims = OidcCommonUtils.decodeJwtContent(token);
      if (claims == null) {
        throw TokenRefused.wrong("it has no claims");
      }
      return claims.getMap();
    } catch (InvalidJwtException e) {
      throw e.getCause() instanceof UnresolvableKeyException
          ? TokenRefused.ofUnknownKey()
          : TokenRefused.wrong("error codes " + codes(e));
    } catch (RuntimeException e) {
      // Whatever the bytes of a token make the libraries throw, it is no token.
      throw TokenRefused.wrong("it can't be read: " + e.getClass().getName());
    }
  }

  /** Its message would hold the claims. */
  private static List<Integer> codes(InvalidJwtException e) {
    return e.getErrorDetails().stream().map(ErrorCodeValidator.Error::getErrorCode).toList();
  }
}
