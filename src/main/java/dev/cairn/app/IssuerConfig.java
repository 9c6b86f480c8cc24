package dev.cairn.app;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Keys under {@code cairn.oidc} for each issuer of tokens; see {@link CairnConfig}. */
public interface IssuerConfig {

  /**
   * URL of an OpenID Connect issuer, to the letter as its tokens name it in {@code iss}. Its keys
   * are found by {@code /.well-known/openid-configuration} below it. The log calls the issuer by
   * the name that stands for {@code NAME}: letters, digits and hyphens.
   */
  URI issuer();

  /** Names of this service: a token is taken only if its {@code aud} has one of them. */
  List<String> audience();

  /**
   * Claim that tells what a token allows; where it lies within another one, the way to it with
   * slashes.
   */
  @WithDefault("cairn")
  String claim();

  /** Claim that tells who has the token, for the log. */
  @WithDefault("sub")
  String subjectClaim();

  /** By how much the issuer's clock and this one's may differ. */
  @WithDefault("30s")
  Duration clockSkew();

  /** The most that asking the issuer for its keys may take, for each of two documents. */
  @WithDefault("3s")
  Duration timeout();

  /**
   * For how long the issuer's keys, and tokens that were verified, are taken without asking again.
   * While the issuer can't be asked, its keys are taken for a day.
   */
  @WithDefault("10m")
  Duration keysAge();

  /** Least time between two questions for keys, however many tokens name unknown ones. */
  @WithDefault("5s")
  Duration keysAgain();

  /**
   * Whether an issuer without TLS that is not on this machine is taken: whoever is on the way to it
   * can then make tokens that allow everything. Without it the service refuses to start.
   */
  @WithDefault("false")
  boolean insecure();
}
