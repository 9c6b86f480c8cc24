package dev.cairn.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * One run of a command with streams of its own, a clock that stands still, and waits that are only
 * noted.
 *
 * @param exitCode how it ended
 * @param out what it printed
 * @param data what it wrote to the raw standard output
 * @param err what it complained about
 * @param waits how long it would have waited, in order
 */
record Run(int exitCode, String out, byte[] data, String err, List<Duration> waits) {

  static Run of(
      Function<Surroundings, Callable<Integer>> command, String input, String... arguments) {
    return of(Map.of(), command, input, arguments);
  }

  /** As {@link #of(Function, String, String...)}, with variables of the environment. */
  static Run of(
      Map<String, String> environment,
      Function<Surroundings, Callable<Integer>> command,
      String input,
      String... arguments) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<Duration> waits = new CopyOnWriteArrayList<>();
    Surroundings surroundings =
        new Surroundings(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            data,
            false,
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            () -> 0L,
            waits::add,
            environment);
    int exitCode =
        new CommandLine(command.apply(surroundings))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Run(exitCode, out.toString(), data.toByteArray(), err.toString(), waits);
  }

  /** An import that reads {@code input} from standard input, unless a file is named. */
  static Run importing(FakeServer server, String input, String... arguments) {
    return of(ImportCommand::new, input, with(server, arguments));
  }

  static Run exporting(FakeServer server, String... arguments) {
    return of(ExportCommand::new, "", with(server, arguments));
  }

  private static String[] with(FakeServer server, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--server=" + server.url());
    return all.toArray(String[]::new);
  }
}
