package dev.cairn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A certificate authority, those it has signed, and clients that show them. One thread. */
public final class TestCertificates {

  private static final char[] PASSWORD = "not-a-secret".toCharArray();
  private static final String CA = "ca";

  private final Path store;

  private TestCertificates(Path store) {
    this.store = store;
  }

  /** The authority of that name whose files are in {@code directory} already. */
  public static TestCertificates of(Path directory, String name) {
    return new TestCertificates(directory.resolve(name + ".p12"));
  }

  /** A new authority whose files are in {@code directory}. */
  public TestCertificates(Path directory, String name) {
    this(directory.resolve(name + ".p12"));
    keytool("-alias", CA, "-dname", "CN=" + name, "-ext", "bc:c");
  }

  /** Signs a certificate for {@code localhost} of that name. */
  public void sign(String name) {
    keytool(
        "-alias",
        name,
        "-dname",
        "CN=" + name,
        "-signer",
        CA,
        "-ext",
        "san=dns:localhost,ip:127.0.0.1");
  }

  private void keytool(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString()));
    command.addAll(Arrays.asList(options));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError("keytool failed: " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyStore keys() throws GeneralSecurityException, IOException {
    return KeyStore.getInstance(store.toFile(), PASSWORD);
  }

  /** Writes the certificate of the authority. */
  public void writeCa(Path file) {
    write(CA, file, null);
  }

  /** Writes a certificate with its chain, and its key. */
  public void write(String name, Path certificate, @Nullable Path key) {
    try {
      StringBuilder chain = new StringBuilder();
      for (Certificate each : keys().getCertificateChain(name)) {
        chain.append(pem("CERTIFICATE", each.getEncoded()));
      }
      Files.writeString(certificate, chain);
      if (key != null) {
        Key secret = keys().getKey(name, PASSWORD);
        Files.writeString(key, pem("PRIVATE KEY", secret.getEncoded()));
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
        + "\n-----END "
        + what
        + "-----\n";
  }

  /**
   * A client that trusts this authority.
   *
   * @param shown whose certificate it shows, of {@code signer}; null for none
   */
  public SSLContext client(TestCertificates signer, @Nullable String shown) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry(CA, keys().getCertificate(CA));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      KeyManagerFactory own =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      KeyStore one = KeyStore.getInstance("PKCS12");
      one.load(null, null);
      if (shown != null) {
        KeyStore keys = signer.keys();
        one.setKeyEntry(
            shown, keys.getKey(shown, PASSWORD), PASSWORD, keys.getCertificateChain(shown));
      }
      own.init(one, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
