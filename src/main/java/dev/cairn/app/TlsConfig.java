package dev.cairn.app;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Keys under {@code cairn.tls}; see {@link CairnConfig}. */
public interface TlsConfig {

  /**
   * File with the certificate of the service, and those between it and its root, in PEM. With it,
   * the port for clients speaks TLS (1.2 and 1.3) and nothing else.
   */
  Optional<Path> certificate();

  /** File with the private key of the certificate, PKCS #8 in PEM. */
  Optional<Path> key();

  /** File with the certificates, in PEM, of those who sign certificates of clients. */
  Optional<Path> clientCa();

  /**
   * Whether clients show a certificate of their own, besides a key or a token: {@code none}, {@code
   * request}, where one that is shown must be signed by {@code client-ca}, or {@code required}.
   */
  @WithDefault("none")
  ClientAuth clientAuth();

  /**
   * How often the files are looked at: what they hold then is shown to connections that are made
   * from then on.
   */
  @WithDefault("1m")
  Duration reloadPeriod();

  /** What is asked of clients. */
  enum ClientAuth {
    NONE,
    REQUEST,
    REQUIRED
  }
}
