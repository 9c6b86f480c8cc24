package dev.cairn.oidc;

import dev.cairn.security.Tokens;
import io.quarkus.oidc.common.runtime.OidcCommonUtils;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads of which issuer a token says to be, before it is verified. Any thread. */
public final class TokenReading implements Tokens.Reading {

  private final Map<String, String> names;

  /** Knows these issuers. */
  public TokenReading(List<IssuerPlace> places) {
    this.names =
        places.stream()
            .collect(Collectors.toUnmodifiableMap(p -> p.issuer().toString(), IssuerPlace::name));
  }

  @Override
  public @Nullable String issuer(String token) {
    try {
      JsonObject claims = OidcCommonUtils.decodeJwtContent(token);
      return claims != null && claims.getValue("iss") instanceof String issuer
          ? names.get(issuer)
          : null;
    } catch (RuntimeException _) {
      return null; // Whatever its bytes make the libraries throw, it is no token.
    }
  }
}
