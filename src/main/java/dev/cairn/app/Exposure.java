package dev.cairn.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the settings mean for who can reach the service, and what is refused or told because of it.
 *
 * @param host whether others than this machine can reach the API
 * @param management whether they can reach health and metrics
 */
record Exposure(boolean host, boolean management) {

  /**
   * What is not as safe as it could be.
   *
   * @param setting which setting makes it so, with its value
   * @param danger what can happen
   * @param cure what helps
   */
  record Finding(String setting, String danger, String cure) {

    @Override
    public String toString() {
      return setting + ": " + danger + " " + cure;
    }
  }

  /**
   * Judges the addresses.
   *
   * @throws IllegalStateException with the setting, the danger and the cure, if anybody could do
   *     anything from outside without {@code cairn.auth.insecure}; or if a host is no address
   */
  static Exposure of(CairnConfig config) {
    Exposure exposure =
        new Exposure(
            isReachable("cairn.host", config.host()),
            isReachable("cairn.management-host", config.managementHost()));
    if (exposure.host()
        && config.auth().mode() == AuthConfig.Mode.OFF
        && !config.auth().insecure()) {
      throw new IllegalStateException(
          "cairn.auth.mode is off and cairn.host is "
              + config.host()
              + ", so others could read, change and delete everything. Leave cairn.auth.mode at"
              + " auto, or use 127.0.0.1, ::1 or localhost, or, if something else keeps them out,"
              + " set cairn.auth.insecure to true.");
    }
    if (config.auth().mode() == AuthConfig.Mode.OFF && !config.oidc().isEmpty()) {
      throw new IllegalStateException(
          "cairn.auth.mode is off, so that nobody is asked for anything, and cairn.oidc names who"
              + " makes tokens. Leave cairn.auth.mode at auto, or take the issuers out.");
    }
    return exposure;
  }

  private static boolean isReachable(String setting, String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          return true;
        }
      }
      return false;
    } catch (UnknownHostException _) {
      throw new IllegalStateException(setting + " is " + host + ", which is no address here.");
    }
  }

  /**
   * What is to be told at the start.
   *
   * @param open whether callers are let in without a key
   */
  List<Finding> findings(CairnConfig config, boolean open) {
    List<Finding> findings = new ArrayList<>();
    if (open) {
      findings.add(openness(config));
    } else if (host && config.tls().certificate().isEmpty()) {
      findings.add(
          new Finding(
              "cairn.host is " + config.host(),
              "without TLS keys and values can be read on their way.",
              "Set cairn.tls.certificate and cairn.tls.key, or let a proxy with TLS be the only one"
                  + " who reaches this address."));
    }
    config
        .oidc()
        .forEach(
            (name, issuer) -> {
              if (issuer.insecure() && "http".equals(issuer.issuer().getScheme())) {
                findings.add(
                    new Finding(
                        "cairn.oidc." + name + ".insecure is true",
                        "whoever is on the way to "
                            + issuer.issuer()
                            + " can make tokens that"
                            + " allow everything.",
                        "Use an issuer with https."));
              }
            });
    if (management) {
      findings.add(
          new Finding(
              "cairn.management-host is " + config.managementHost(),
              "health and metrics, with ids of shards, are told without a key.",
              "Use 127.0.0.1, or let only who watches the service reach this address."));
    }
    return findings;
  }

  private Finding openness(CairnConfig config) {
    if (config.auth().mode() != AuthConfig.Mode.OFF) {
      return new Finding(
          "cairn.auth.mode is auto and there is no key",
          "every program and user of this machine may read, change and delete everything.",
          "Make a key with: cairn keys create --admin");
    }
    return new Finding(
        host
            ? "cairn.auth.mode is off, cairn.auth.insecure is true and cairn.host is "
                + config.host()
            : "cairn.auth.mode is off",
        host
            ? "whoever reaches this address may read, change and delete everything."
            : "every program and user of this machine may read, change and delete everything.",
        "Set cairn.auth.mode to auto.");
  }
}
