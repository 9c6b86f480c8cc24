package dev.cairn.cli;

import dev.cairn.Quotas;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What bounds the callers of a key. */
final class QuotaOptions {

  @Option(
      names = "--requests-per-second",
      paramLabel = "N",
      description = "Requests a second, of all its callers; as many may come at once.")
  private @Nullable Long requestsPerSecond;

  @Option(
      names = "--concurrent-reads",
      paramLabel = "N",
      description = "Lists, queries, counts and exports that run or wait at a time.")
  private @Nullable Long concurrentReads;

  @Option(
      names = "--query-time",
      paramLabel = "DURATION",
      description = "Processor time of one list, query or count, such as PT2S or PT0.5S.")
  private @Nullable String queryTime;

  @Option(
      names = "--streams",
      paramLabel = "N",
      description = "Exports and imports under way at a time.")
  private @Nullable Long streams;

  /**
   * The bounds that were given.
   *
   * @throws IllegalArgumentException if one can't be
   */
  Quotas quotas() {
    return new Quotas(
        0,
        0,
        bound(requestsPerSecond, "--requests-per-second"),
        bound(concurrentReads, "--concurrent-reads"),
        millis(),
        bound(streams, "--streams"));
  }

  private static long bound(@Nullable Long given, String option) {
    if (given == null) {
      return 0;
    }
    if (given < 1 || given > Quotas.MOST) {
      throw new IllegalArgumentException(
          option + ": " + given + " is not from 1 to " + Quotas.MOST);
    }
    return given;
  }

  private long millis() {
    if (queryTime == null) {
      return 0;
    }
    try {
      return bound(Duration.parse(queryTime).toMillis(), "--query-time, in milliseconds");
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "--query-time: " + queryTime + " is no duration such as PT2S or PT0.5S", e);
    }
  }

  /** The member of a request's body that says the same; empty if there are no bounds. */
  static String member(Quotas quotas) {
    if (quotas.isNone()) {
      return "";
    }
    StringJoiner members = new StringJoiner(",", ",\"quotas\":{", "}");
    add(members, "requestsPerSecond", quotas.requestsPerSecond());
    add(members, "concurrentReads", quotas.concurrentReads());
    if (quotas.queryMillis() != 0) {
      members.add("\"queryTime\":\"" + Duration.ofMillis(quotas.queryMillis()) + "\"");
    }
    add(members, "streams", quotas.streams());
    return members.toString();
  }

  private static void add(StringJoiner members, String name, long bound) {
    if (bound != 0) {
      members.add("\"" + name + "\":" + bound);
    }
  }
}
