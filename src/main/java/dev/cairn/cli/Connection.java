package dev.cairn.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that every command has which talks to a server. */
final class Connection {

  /** Most repetitions that can be asked for. */
  static final int MAX_RETRIES = 100;

  /** The environment variable that may name a file of certificates. */
  static final String CA_VARIABLE = "CAIRN_CA";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Mixin private KeyOption key = new KeyOption();

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      description = "Where the server listens (default: ${DEFAULT-VALUE}).")
  private String server = "http://127.0.0.1:8080";

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "Certificates (PEM) of those whose servers are trusted, in place of those that Java"
              + " trusts; else the environment variable "
              + CA_VARIABLE
              + " names it, if it is set.")
  private @Nullable Path ca;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "How often a request is sent again when the server is busy or can't be reached"
              + " (default: ${DEFAULT-VALUE}).")
  private int retries = 5;

  /**
   * The server's address.
   *
   * @throws ParameterException if it is no http or https URL
   */
  URI server() {
    return address("--server", server);
  }

  /**
   * The key to send; null for none.
   *
   * @throws ParameterException if what is to hold it holds none
   */
  @Nullable String key(Surroundings surroundings) {
    return key.key(surroundings);
  }

  /**
   * Whose servers are trusted; null for those that Java trusts.
   *
   * @throws ParameterException if the file holds no certificates
   */
  @Nullable SSLContext trust(Surroundings surroundings) {
    String variable = surroundings.environment().getOrDefault(CA_VARIABLE, "");
    Path file = ca == null && !variable.isBlank() ? Path.of(variable) : ca;
    try {
      return file == null ? null : CaFile.trust(file);
    } catch (IOException e) {
      throw bad(
          (ca == null ? CA_VARIABLE : "--ca") + ": " + file + " can't be used: " + e.getMessage());
    }
  }

  /**
   * The address that an option names.
   *
   * @throws ParameterException if it is no http or https URL
   */
  URI address(String option, String text) {
    return address(spec(), option, text);
  }

  /** As {@link #address(String, String)}, for commands without these options. */
  static URI address(CommandSpec spec, String option, String text) {
    try {
      URI uri = URI.create(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw bad(spec, option + ": '" + text + "' is no URL: " + e.getMessage());
    }
    throw bad(spec, option + ": '" + text + "' is no address like http://127.0.0.1:8080");
  }

  /**
   * Repetitions of a request.
   *
   * @throws ParameterException if the number is out of range
   */
  int retries() {
    if (retries < 0 || retries > MAX_RETRIES) {
      throw bad("--retries is " + retries + "; it must be from 0 to " + MAX_RETRIES);
    }
    return retries;
  }

  private ParameterException bad(String message) {
    return bad(spec(), message);
  }

  private static ParameterException bad(CommandSpec spec, String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("not part of a command");
    }
    return spec;
  }
}
