package dev.cairn.http;

import dev.cairn.oidc.TestIssuer;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** Runs a service of its own that trusts the issuer of the tests. */
public final class WithIssuer implements QuarkusTestProfile {

  private static final String PORT = "test.issuer.port";

  @Override
  public Map<String, String> getConfigOverrides() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      System.setProperty(PORT, Integer.toString(free.getLocalPort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "cairn.driver", "memory",
        "cairn.oidc.house.issuer", "http://127.0.0.1:" + System.getProperty(PORT),
        "cairn.oidc.house.audience", "cairn",
        "cairn.oidc.house.timeout", "1s",
        "cairn.oidc.house.keys-again", "100ms",
        // Nobody listens there.
        "cairn.oidc.gone.issuer", "http://127.0.0.1:1/gone",
        "cairn.oidc.gone.audience", "cairn");
  }

  /** The issuer, which the service asks only once it gets a token. */
  static TestIssuer start() {
    return new TestIssuer(Integer.getInteger(PORT, 0));
  }
}
