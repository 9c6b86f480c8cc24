package dev.cairn.http;

import dev.cairn.TestCertificates;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Runs a service of its own with TLS that asks clients for certificates. */
public final class WithTls implements QuarkusTestProfile {

  private static final String DIRECTORY = "test.tls.directory";

  @Override
  public Map<String, String> getConfigOverrides() {
    try {
      Path directory = Files.createTempDirectory("cairn-tls");
      System.setProperty(DIRECTORY, directory.toString());
      TestCertificates ours = new TestCertificates(directory, "ours");
      ours.sign("first");
      ours.sign("second");
      ours.sign("client");
      new TestCertificates(directory, "others").sign("client");
      ours.writeCa(directory.resolve("ca.pem"));
      ours.write("first", directory.resolve("service.pem"), directory.resolve("service.key"));
      return Map.of(
          "cairn.driver", "memory",
          "cairn.auth.mode", "always",
          "cairn.tls.certificate", directory.resolve("service.pem").toString(),
          "cairn.tls.key", directory.resolve("service.key").toString(),
          "cairn.tls.client-ca", directory.resolve("ca.pem").toString(),
          "cairn.tls.client-auth", "required",
          "cairn.tls.reload-period", "100ms");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the files are. */
  static Path directory() {
    return Path.of(System.getProperty(DIRECTORY, ""));
  }
}
