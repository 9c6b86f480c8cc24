package dev.cairn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code cairn health}: asks a server how it is and says so with its exit code, for whoever
 * supervises it. Takes no key, and never longer than it was allowed.
 */
@Command(
    name = "health",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Asks a server on this machine whether it is ready, and prints a line for each check that is",
      "down. Finds its port by the settings that 'cairn serve' would have here.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All is well.",
      "1:The server answers, but is not well or not Cairn.",
      "2:The command line or a setting can't be used.",
      "3:Nothing answers in time."
    })
public final class HealthCommand implements Callable<Integer> {

  /** Between two questions while it waits. */
  static final Duration POLL = Duration.ofMillis(250);

  /** Longest that can be asked for. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Surroundings surroundings;
  private final ManagementAddress settings;

  @Spec private @Nullable CommandSpec spec;

  /** Which check is asked for. */
  static final class Which {
    @Option(names = "--ready", description = "Whether it takes requests (default).")
    private boolean ready;

    @Option(names = "--live", description = "Whether the process answers.")
    private boolean live;

    @Option(names = "--started", description = "Whether its start has come to an end.")
    private boolean started;

    String path() {
      boolean none = !ready && !live && !started;
      return ready || none ? "ready" : live ? "live" : "started";
    }
  }

  @ArgGroup private Which which = new Which();

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      description = "Ask again until all is well, for so long at most: 30s, 5m, PT1M30S.")
  private @Nullable String wait;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "5s",
      description = "How long an answer may take (default: ${DEFAULT-VALUE}).")
  private String timeout = "5s";

  @Option(
      names = "--management",
      paramLabel = "URL",
      description = "Where the server's health is, if not where the settings say.")
  private @Nullable String management;

  @Option(
      names = "--data",
      paramLabel = "DIRECTORY",
      description = "The server's data directory, as for 'cairn serve' (default ./data).")
  private @Nullable Path data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The server's settings file (default cairn.properties in the data directory, if there).")
  private @Nullable Path config;

  /**
   * A command that uses this process's surroundings.
   *
   * @param settings tells where a server on this machine is
   */
  public HealthCommand(ManagementAddress settings) {
    this(Surroundings.ofProcess(), settings);
  }

  HealthCommand(Surroundings surroundings, ManagementAddress settings) {
    this.surroundings = surroundings;
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    return Asking.run(spec, "health", this::ask);
  }

  private int ask(PrintWriter out) throws IOException, InterruptedException {
    Duration answer = duration("--timeout", timeout);
    Duration patience = wait == null ? null : duration("--wait", wait);
    URI question = URI.create(address() + "/q/health/" + which.path());
    try (HealthClient client = new HealthClient(question)) {
      HealthAnswer said =
          patience == null ? client.ask(answer) : await(client, answer, patience.toNanos());
      if (said.up()) {
        out.println("The server is " + which.path() + ".");
        return ExitCode.DONE;
      }
      said.down().forEach(out::println);
      if (said.down().isEmpty()) {
        out.println("The server is not " + which.path() + ".");
      }
      return ExitCode.FAILED;
    }
  }

  /** Asks again and again; what came last is what counts when the time is over. */
  private HealthAnswer await(HealthClient client, Duration answer, long patience)
      throws IOException, InterruptedException {
    long begin = surroundings.ticker().nanos();
    while (true) {
      long left = patience - (surroundings.ticker().nanos() - begin);
      boolean last = left <= POLL.toNanos();
      Duration limit = Duration.ofNanos(Math.max(1, Math.min(left, answer.toNanos())));
      try {
        HealthAnswer said = client.ask(limit);
        if (said.up() || last) {
          return said;
        }
      } catch (IOException e) {
        if (last) {
          throw e;
        }
      }
      surroundings.pause().sleep(POLL);
    }
  }

  private String address() {
    if (management == null) {
      try {
        return settings.find(config, data).toString();
      } catch (IOException e) {
        throw bad(String.valueOf(e.getMessage()));
      }
    }
    String text = Connection.address(spec(), "--management", management).toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private Duration duration(String option, String text) {
    try {
      Duration duration = Duration.parse(text.startsWith("P") ? text : "PT" + text);
      if (duration.isPositive() && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      throw bad(option + ": '" + text + "' is no duration like 30s or 5m");
    }
    throw bad(option + " is " + text + "; it must be more than nothing and a day at most");
  }

  private ParameterException bad(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("not run as a command");
    }
    return spec;
  }
}
