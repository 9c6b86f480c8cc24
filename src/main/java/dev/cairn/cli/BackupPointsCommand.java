package dev.cairn.cli;

import dev.cairn.json.JsonView;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn backup points}: lists what a shard can be restored to. */
@Command(
    name = "points",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lists the points that a shard can be restored to, the newest first, and its whole copies.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:They are listed; there may be none.",
      "1:They can't be listed.",
      "2:The command line can't be used.",
      "3:The server can't be reached, or takes no key."
    })
public final class BackupPointsCommand implements Callable<Integer> {

  /** Points of a request. */
  private static final int PAGE = 1_000;

  private static final int MAX = 1_000_000;

  private final Surroundings surroundings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Parameters(paramLabel = "SHARD", description = "The shard, which may be a deleted one.")
  private String shard = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Most points (default: ${DEFAULT-VALUE}).")
  private int limit = 20;

  @Option(names = "--json", description = "Print the pages of the server's answer, a line each.")
  private boolean json;

  /** A command that uses this process's surroundings. */
  public BackupPointsCommand() {
    this(Surroundings.ofProcess());
  }

  BackupPointsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (spec == null) {
      throw new IllegalStateException("not run as a command");
    }
    if (limit < 1 || limit > MAX) {
      throw new ParameterException(
          spec.commandLine(), "--limit is " + limit + "; it must be from 1 to " + MAX);
    }
    PrintWriter out = spec.commandLine().getOut();
    try (ServerClient client = surroundings.client(connection)) {
      list(client, out);
      return ExitCode.DONE;
    } catch (IOException e) {
      spec.commandLine().getErr().println("cairn backup points: " + e.getMessage());
      spec.commandLine().getErr().flush();
      return e instanceof ServerGone ? ExitCode.SERVER_GONE : ExitCode.FAILED;
    } finally {
      out.flush();
    }
  }

  private void list(ServerClient client, PrintWriter out) throws IOException, InterruptedException {
    TextTable points = new TextTable();
    points.add(List.of("AT", "EPOCH", "TRANSACTION"));
    TextTable copies = new TextTable();
    copies.add(List.of("COPY", "REVISION", "BYTES"));
    String cursor = "";
    int left = limit;
    do {
      JsonView page = page(client, Math.min(left, PAGE), cursor, out);
      left -= add(points, page, "items", List.of("at", "epoch", "transaction"));
      add(copies, page, "copies", List.of("copy", "revision", "bytes"));
      cursor = CliJson.string(page, "nextCursor");
    } while (!cursor.isEmpty() && left > 0);
    if (!json) {
      points.print(out);
      out.println();
      copies.print(out);
    }
  }

  private JsonView page(ServerClient client, int most, String cursor, PrintWriter out)
      throws IOException, InterruptedException {
    String path =
        BackupAsking.backupPath(shard)
            + "/points?limit="
            + most
            + (cursor.isEmpty() ? "" : "&cursor=" + ServerClient.encoded(cursor));
    ServerClient.Answer<byte[]> answer = client.get(path);
    if (answer.status() != 200) {
      throw new IOException(Problem.describe(answer.status(), answer.body()));
    }
    JsonView page = CliJson.view(answer.body());
    if (json) {
      out.println(page.written());
    }
    return page;
  }

  private static int add(TextTable table, JsonView page, String member, List<String> names) {
    JsonView list = CliJson.member(page, member);
    int count = 0;
    for (JsonView item = list == null ? null : list.first(); item != null; item = item.next()) {
      JsonView row = item;
      table.add(names.stream().map(name -> BackupQuestion.cell(row, name)).toList());
      count++;
    }
    return count;
  }
}
