package dev.cairn.app;

import dev.cairn.Ticker;
import dev.cairn.oidc.IssuerDocuments;
import dev.cairn.oidc.IssuerPlace;
import dev.cairn.oidc.TokenReading;
import dev.cairn.security.Issuer;
import dev.cairn.security.IssuerSettings;
import dev.cairn.security.Tokens;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the issuers of tokens from their settings. */
final class Issuers {

  private static final Duration MOST_SKEW = Duration.ofMinutes(10);
  private static final Duration MOST_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration MOST_AGE = Duration.ofDays(1);

  /** What the application server reads as no condition at all. */
  private static final String ANY = "any";

  private Issuers() {}

  /**
   * Trusts the issuers of the settings; asks none of them yet.
   *
   * @throws IllegalArgumentException if a setting is out of range; the message names it
   */
  static Tokens tokens(Map<String, IssuerConfig> config, Clock clock, Ticker ticker) {
    List<Issuer> issuers = new ArrayList<>();
    List<IssuerPlace> places = new ArrayList<>();
    Set<URI> known = new HashSet<>();
    config.forEach(
        (name, each) -> {
          IssuerPlace place = place(name, each);
          if (!known.add(place.issuer())) {
            throw wrong(name, "issuer", "is that of another issuer too");
          }
          places.add(place);
          issuers.add(new Issuer(settings(name, each), new IssuerDocuments(place), ticker));
        });
    return new Tokens(issuers, new TokenReading(places), clock);
  }

  private static IssuerPlace place(String name, IssuerConfig config) {
    if (!name.matches("[A-Za-z0-9-]{1,50}")) {
      throw new IllegalArgumentException(
          "cairn.oidc." + name + " is no name of an issuer: use letters, digits and hyphens");
    }
    URI issuer = config.issuer();
    if (issuer.getHost() == null
        || !("https".equals(issuer.getScheme()) || "http".equals(issuer.getScheme()))
        || issuer.getRawQuery() != null
        || issuer.getRawFragment() != null) {
      throw wrong(name, "issuer", "must be a URL with https, without query and fragment");
    }
    if (issuer.getScheme().equals("http") && !config.insecure() && !isHere(issuer.getHost())) {
      throw wrong(
          name,
          "issuer",
          "has no TLS, so whoever is on the way to it can make tokens that allow everything; use"
              + " https, or, if nobody is, set cairn.oidc."
              + name
              + ".insecure to true");
    }
    if (config.audience().isEmpty()
        || config.audience().stream().anyMatch(each -> each.isBlank() || each.equals(ANY))) {
      throw wrong(name, "audience", "must name this service, and not with the word any");
    }
    return new IssuerPlace(
        name,
        issuer,
        config.audience(),
        within(name, "clock-skew", config.clockSkew(), Duration.ZERO, MOST_SKEW),
        within(name, "timeout", config.timeout(), Duration.ofMillis(1), MOST_TIMEOUT));
  }

  private static IssuerSettings settings(String name, IssuerConfig config) {
    if (config.claim().isBlank() || config.subjectClaim().isBlank()) {
      throw wrong(name, "claim", "and subject-claim must each name a claim");
    }
    return new IssuerSettings(
        name,
        config.claim(),
        config.subjectClaim(),
        config.clockSkew(),
        within(name, "keys-age", config.keysAge(), Duration.ofSeconds(1), MOST_AGE),
        within(name, "keys-again", config.keysAgain(), Duration.ofMillis(1), MOST_AGE));
  }

  private static Duration within(
      String name, String setting, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw wrong(name, setting, "is " + value + "; it must be " + least + " to " + most);
    }
    return value;
  }

  /** Whether an address is of this machine, and so has no way that others could be on. */
  private static boolean isHere(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException _) {
      return false;
    }
  }

  private static IllegalArgumentException wrong(String name, String setting, String what) {
    return new IllegalArgumentException("cairn.oidc." + name + "." + setting + " " + what);
  }
}
