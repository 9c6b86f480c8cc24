package dev.cairn.security;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Quotas;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The tokens (RFC 7519) of issuers that the service trusts, as the header {@code Authorization}
 * presents them after {@code Bearer}. What a verified one allows is kept, so that it is verified
 * once; of wrong ones nothing is. Any thread; nothing blocks.
 */
public final class Tokens implements AutoCloseable {

  /** Characters of a header that is read at all. */
  static final int MOST_CHARACTERS = 16_384;

  /** Characters of all headers that are remembered. */
  static final long MOST_REMEMBERED = 16L * 1024 * 1024;

  /** Characters of who somebody is, in the log. */
  static final int MOST_SUBJECT = 120;

  private static final String BEARER = "Bearer ";

  private final Reading reading;
  private final List<Issuer> issuers;
  private final Clock clock;
  private final SeenTokens seen = new SeenTokens(MOST_REMEMBERED);

  /** Reads whose a token says to be, before it is verified. Any thread. */
  @FunctionalInterface
  public interface Reading {
    /** The name that the settings give its issuer; null if it is none, or is no token. */
    @Nullable String issuer(String token);
  }

  /**
   * Trusts these issuers.
   *
   * @param reading tells which of them a token says to be of
   */
  public Tokens(List<Issuer> issuers, Reading reading, Clock clock) {
    this.issuers = List.copyOf(issuers);
    this.reading = reading;
    this.clock = clock;
  }

  /** Whether a header presents what may be a token; never, where no issuer is trusted. */
  public boolean takes(@Nullable String authorization) {
    return !issuers.isEmpty()
        && authorization != null
        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && !authorization.startsWith(KeyText.PREFIX, BEARER.length());
  }

  /** What the token of a header allows; null if it must be verified first. */
  public @Nullable Access seen(String authorization) {
    SeenTokens.Seen known = seen.find(authorization);
    return known != null && clock.millis() < known.until() ? known.access() : null;
  }

  /**
   * Verifies the token of a header that {@link #takes} is true of.
   *
   * @return what it allows; or fails with a {@link CairnException}: {@link
   *     ErrorCode#UNAUTHENTICATED} if it is none, or is not valid here and now, or {@link
   *     ErrorCode#ISSUER_UNAVAILABLE} if that can't be found out now
   */
  public CompletionStage<Access> verify(String authorization) {
    if (authorization.length() > MOST_CHARACTERS) {
      return CompletableFuture.failedFuture(refused());
    }
    String token = authorization.substring(BEARER.length()).strip();
    String name = reading.issuer(token);
    for (Issuer issuer : issuers) {
      if (issuer.settings().name().equals(name)) {
        return issuer
            .verify(token)
            .thenApply(claims -> accept(authorization, issuer.settings(), claims));
      }
    }
    return CompletableFuture.failedFuture(refused());
  }

  private Access accept(String authorization, IssuerSettings issuer, Map<String, Object> claims) {
    if (!(ClaimScopes.find(claims, issuer.subject()) instanceof String subject)
        || subject.isEmpty()
        || !(claims.get("exp") instanceof Number expires)) {
      throw refused();
    }
    long now = clock.millis();
    long until =
        Math.min(
            Duration.ofSeconds(Math.min(expires.longValue(), Integer.MAX_VALUE * 100L))
                .plus(issuer.skew())
                .toMillis(),
            now + issuer.age().toMillis());
    Access access =
        Access.of(
            "oidc:" + issuer.name() + '/' + shown(subject),
            ClaimScopes.of(ClaimScopes.find(claims, issuer.claim())),
            Quotas.NONE,
            millis -> millis < until);
    seen.keep(authorization, new SeenTokens.Seen(access, until));
    return access;
  }

  /**
   * A subject as the log may show it: escaped as in a URI, and where it is long its beginning and a
   * sum of all of it.
   */
  static String shown(String subject) {
    StringBuilder text = new StringBuilder();
    for (byte each : subject.getBytes(StandardCharsets.UTF_8)) {
      if (each > ' ' && each < 0x7f && "\"\\%".indexOf(each) < 0) {
        text.append((char) each);
      } else {
        text.append("%%%02X".formatted(each));
      }
    }
    if (text.length() <= MOST_SUBJECT) {
      return text.toString();
    }
    CRC32 sum = new CRC32();
    sum.update(subject.getBytes(StandardCharsets.UTF_8));
    text.setLength(MOST_SUBJECT);
    return text.append("~%08x".formatted(sum.getValue())).toString();
  }

  /** How many are remembered. */
  int remembered() {
    return seen.size();
  }

  /** The refusal of a token, which does not tell what is wrong with it. */
  static CairnException refused() {
    return new CairnException(
        ErrorCode.UNAUTHENTICATED,
        "The token that was sent is none of a trusted issuer for this service, or is not valid"
            + " now.");
  }

  /** Verifies no more tokens. */
  @Override
  public void close() {
    issuers.forEach(Issuer::close);
  }
}
