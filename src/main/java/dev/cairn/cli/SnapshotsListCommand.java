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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn snapshots list}: lists the snapshots of a shard. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {"Lists the snapshots of a shard, the newest first.", ""},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:They were listed.",
      "1:The shard is not known.",
      "2:The command line can't be used.",
      "3:The server can't be reached, or takes no key."
    })
public final class SnapshotsListCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Parameters(index = "0", paramLabel = "SHARD", description = "The shard.")
  private String shard = "";

  @Option(names = "--json", description = "Print the pages of the server's answer, a line each.")
  private boolean json;

  /** A command that uses this process's surroundings. */
  public SnapshotsListCommand() {
    this(Surroundings.ofProcess());
  }

  SnapshotsListCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    return Asking.run(
        spec,
        "snapshots list",
        out -> {
          try (ServerClient client = surroundings.client(connection)) {
            list(client, out);
            return ExitCode.DONE;
          }
        });
  }

  /** The path of a shard's snapshots. */
  static String path(String shard) {
    return "/v1/shards/" + ServerClient.encoded(shard) + "/snapshots";
  }

  private void list(ServerClient client, PrintWriter out) throws IOException, InterruptedException {
    TextTable table = new TextTable();
    table.add(List.of("ID", "CREATED", "REVISION", "BYTES", "NAME"));
    String cursor = "";
    do {
      String after = cursor.isEmpty() ? "" : "?cursor=" + ServerClient.encoded(cursor);
      ServerClient.Answer<byte[]> answer = client.get(path(shard) + after);
      if (answer.status() != 200) {
        throw new IOException(Problem.describe(answer.status(), answer.body()));
      }
      JsonView page = CliJson.view(answer.body());
      if (json) {
        out.println(page.written());
      }
      JsonView items = CliJson.member(page, "items");
      for (JsonView one = items == null ? null : items.first(); one != null; one = one.next()) {
        table.add(
            List.of(
                BackupQuestion.cell(one, "id"),
                BackupQuestion.cell(one, "created"),
                BackupQuestion.cell(one, "revision"),
                BackupQuestion.cell(one, "bytes"),
                BackupQuestion.cell(one, "name")));
      }
      cursor = CliJson.string(page, "nextCursor");
    } while (!cursor.isEmpty());
    if (!json) {
      table.print(out);
    }
  }
}
