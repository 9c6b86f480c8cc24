package dev.cairn.app;

import dev.cairn.cli.ManagementAddress;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The address of health that {@code serve} would have with the same settings. */
final class ManagementSetting implements ManagementAddress {

  private static final String HOST = "cairn.management-host";
  private static final String PORT = "cairn.management-port";

  /** What listens on all addresses is asked on that of this machine. */
  private static final Map<String, String> EVERYWHERE =
      Map.of("0.0.0.0", "127.0.0.1", "::", "::1", "[::]", "::1");

  private final Map<String, String> environment;

  ManagementSetting(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public URI find(@Nullable Path config, @Nullable Path data) throws IOException {
    Path file = ServeCommand.configFile(config, data, environment);
    SmallRyeConfig settings = SettingSources.builder(environment, file).build();
    String host = settings.getOptionalValue(HOST, String.class).orElse("127.0.0.1");
    String port = settings.getOptionalValue(PORT, String.class).orElse("9000");
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > ServeCommand.MAX_PORT) {
      throw new IOException(PORT + " is " + port + ", which is no port");
    }
    if (Integer.parseInt(port) == 0) {
      throw new IOException(PORT + " is 0, so the service takes any: name it with --management");
    }
    String asked = EVERYWHERE.getOrDefault(host, host);
    String inUrl = asked.contains(":") && !asked.startsWith("[") ? "[" + asked + "]" : asked;
    try {
      return URI.create("http://" + inUrl + ":" + port);
    } catch (IllegalArgumentException e) {
      throw new IOException(HOST + " is " + host + ", which is no address", e);
    }
  }
}
