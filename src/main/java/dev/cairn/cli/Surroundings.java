package dev.cairn.cli;

import dev.cairn.Ticker;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What a command uses of the process it runs in.
 *
 * @param in raw standard input
 * @param out raw standard output, for data
 * @param terminal true if a person watches
 * @param clock for times that are kept
 * @param ticker for rates
 * @param pause for waits between attempts
 * @param environment its variables
 */
record Surroundings(
    InputStream in,
    OutputStream out,
    boolean terminal,
    Clock clock,
    Ticker ticker,
    RetryPolicy.Pause pause,
    Map<String, String> environment) {

  /** Those of this process. */
  @SuppressWarnings("SystemConsoleNull") // its annotation still says that it may be null
  static Surroundings ofProcess() {
    return new Surroundings(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        System.console() != null && System.console().isTerminal(),
        Clock.systemUTC(),
        Ticker.SYSTEM,
        Thread::sleep,
        System.getenv());
  }

  /** A client of {@code connection}'s server. */
  ServerClient client(Connection connection) {
    return client(
        connection.server(), connection.retries(), connection.key(this), connection.trust(this));
  }

  /**
   * A client of {@code server} that repeats a request up to {@code retries} times.
   *
   * @param key what it shows; null for none
   * @param trust whose certificates it takes; null for those that the Java machine takes
   */
  ServerClient client(URI server, int retries, @Nullable String key, @Nullable SSLContext trust) {
    return new ServerClient(server, new RetryPolicy(retries, pause, new Random()), key, trust);
  }
}
