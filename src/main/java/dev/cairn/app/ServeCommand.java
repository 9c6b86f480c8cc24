package dev.cairn.app;

import io.quarkus.runtime.Quarkus;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Runs the service until it is told to stop. Its flags are short names of settings: each becomes
 * the system property that outranks environment and file, before the application server reads any
 * of them.
 */
@Command(
    name = "serve",
    description = {
      "Runs the service until it gets SIGTERM or SIGINT.",
      "Every setting is a key cairn.*, an environment variable CAIRN_*, or a line in cairn.properties; docs/configuration.md lists them."
    },
    mixinStandardHelpOptions = true,
    versionProvider = CairnVersion.class)
final class ServeCommand implements Callable<Integer> {

  static final String CONFIG_FILE = "cairn.properties";

  static final int MAX_PORT = 65_535;

  /**
   * Tells the HTTP server below to leave targets alone that are no URIs: it would answer them
   * without a word, while the API's own first filter judges every target and says what is wrong.
   */
  private static final String TARGETS_UNJUDGED = "vertx.disableURIValidation";

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "Address to listen on (default 127.0.0.1); one that others can reach asks for keys.")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port for clients (default 8080; 0 takes a free one).")
  private @Nullable Integer port;

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      description = "Port for health and metrics (default 9000).")
  private @Nullable Integer managementPort;

  @Option(
      names = "--data",
      paramLabel = "DIRECTORY",
      description = "Where the shards are kept (default ./data).")
  private @Nullable Path data;

  @Option(
      names = "--driver",
      paramLabel = "NAME",
      description = "sqlite (default), or memory, which keeps nothing.")
  private @Nullable String driver;

  @Option(
      names = "--backup",
      paramLabel = "URL",
      description =
          "Where shards are copied to: a directory, a URL of Litestream's, or off (default: ./backup beside the data).")
  private @Nullable String backup;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings to read (default cairn.properties in the data directory, if there).")
  private @Nullable Path config;

  /** Set by picocli before the command is called. */
  @SuppressWarnings("NullAway.Init") // picocli injects it
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    if (config != null && !Files.isReadable(config)) {
      err.println("cairn: the settings file " + config + " can't be read");
      return spec.exitCodeOnInvalidInput();
    }
    if (isNoPort(port) || isNoPort(managementPort)) {
      err.println("cairn: a port is a number from 0 to " + MAX_PORT);
      return spec.exitCodeOnInvalidInput();
    }
    set("cairn.host", host);
    set("cairn.port", port);
    set("cairn.management-port", managementPort);
    set("cairn.data", data);
    set("cairn.driver", driver);
    set("cairn.backup.url", backup);
    set("smallrye.config.locations", configFile(config, data, System.getenv()));
    set(TARGETS_UNJUDGED, true);
    Ending ending = Ending.holdUp();
    AtomicInteger exitCode = new AtomicInteger();
    Quarkus.run(
        Service.class,
        (code, failure) -> {
          exitCode.set(code);
          if (failure != null) {
            err.println("cairn: the service could not start: " + StartFailure.reason(failure));
          }
        });
    err.flush();
    ending.end(exitCode.get());
    return exitCode.get();
  }

  /**
   * The settings file, or null if there is none to read.
   *
   * @param config what {@code --config} says
   * @param data what {@code --data} says
   */
  static @Nullable Path configFile(
      @Nullable Path config, @Nullable Path data, Map<String, String> environment) {
    if (config != null) {
      return config.toAbsolutePath();
    }
    String fromEnvironment = environment.get("CAIRN_DATA");
    Path directory =
        data != null ? data : Path.of(fromEnvironment == null ? "./data" : fromEnvironment);
    Path file = directory.resolve(CONFIG_FILE).toAbsolutePath();
    return Files.isReadable(file) ? file : null;
  }

  private static boolean isNoPort(@Nullable Integer port) {
    return port != null && (port < 0 || port > MAX_PORT);
  }

  private static void set(String key, @Nullable Object value) {
    if (value != null) {
      System.setProperty(key, value.toString());
    }
  }
}
