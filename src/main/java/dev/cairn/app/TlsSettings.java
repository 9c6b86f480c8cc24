package dev.cairn.app;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * What the settings {@code cairn.tls.*} mean to the application server, which has nothing of TLS
 * while there is no certificate. It finds this class by its name in {@code META-INF/services}.
 */
public final class TlsSettings implements ConfigSourceFactory {

  private static final String CERTIFICATE = "cairn.tls.certificate";
  private static final String KEY = "cairn.tls.key";
  private static final String CLIENT_CA = "cairn.tls.client-ca";
  private static final String CLIENT_AUTH = "cairn.tls.client-auth";
  private static final String BUCKET = "quarkus.tls.cairn.";

  /** Below what users may set, above the defaults. */
  private static final int ORDINAL = 240;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    String certificate = file(context, CERTIFICATE);
    String key = file(context, KEY);
    String clientCa = file(context, CLIENT_CA);
    String clientAuth = value(context, CLIENT_AUTH);
    boolean asks = clientAuth != null && !clientAuth.equalsIgnoreCase("none");
    require(CLIENT_AUTH, asks, CLIENT_CA, clientCa);
    require(CLIENT_CA, clientCa != null, CERTIFICATE, certificate);
    require(KEY, key != null, CERTIFICATE, certificate);
    require(CERTIFICATE, certificate != null, KEY, key);
    if (certificate == null) {
      return List.of();
    }
    Map<String, String> server = new HashMap<>();
    server.put(BUCKET + "key-store.pem.0.cert", certificate);
    put(server, BUCKET + "key-store.pem.0.key", key);
    put(server, BUCKET + "trust-store.pem.certs", clientCa);
    String period = value(context, "cairn.tls.reload-period");
    server.put(BUCKET + "reload-period", period == null ? "1m" : period);
    server.put(BUCKET + "protocols", "TLSv1.3,TLSv1.2");
    server.put("quarkus.http.tls-configuration-name", "cairn");
    server.put("quarkus.http.insecure-requests", "disabled");
    String port = value(context, "cairn.port");
    server.put("quarkus.http.ssl-port", port == null ? "8080" : port);
    return List.of(new PropertiesConfigSource(server, "TLS of the service", ORDINAL));
  }

  private static void require(String set, boolean isSet, String needed, @Nullable String value) {
    if (isSet && value == null) {
      throw new IllegalArgumentException(set + " is set, so " + needed + " must be set too");
    }
  }

  private static @Nullable String file(ConfigSourceContext context, String key) {
    String file = value(context, key);
    if (file != null && !Files.isReadable(Path.of(file))) {
      throw new IllegalArgumentException(key + " is " + file + ", which can't be read");
    }
    return file;
  }

  private static void put(Map<String, String> settings, String key, @Nullable String value) {
    if (value != null) {
      settings.put(key, value);
    }
  }

  private static @Nullable String value(ConfigSourceContext context, String key) {
    ConfigValue found = context.getValue(key);
    String value = found == null ? null : found.getValue();
    return value == null || value.isBlank() ? null : value;
  }
}
