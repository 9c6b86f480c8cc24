package dev.cairn.cli;

import dev.cairn.json.JsonView;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The options of the commands that ask a running server the same about one shard after the other,
 * and how they do it.
 */
final class BackupAsking {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Mixin private Connection connection = new Connection();

  @Parameters(paramLabel = "SHARD", arity = "0..*", description = "The shards.")
  private List<String> shards = List.of();

  @Option(names = "--all", description = "Every shard of the server.")
  private boolean all;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "With --all: only shards whose ids begin with TEXT.")
  private String prefix = "";

  @Option(names = "--json", description = "Print a line of JSON for each shard.")
  private boolean json;

  private boolean well = true;

  /**
   * Asks about each shard, and shows the answers.
   *
   * @return an exit code
   */
  int ask(Surroundings surroundings, BackupQuestion question) throws InterruptedException {
    CommandSpec command = spec();
    if (all == !shards.isEmpty()) {
      throw new ParameterException(command.commandLine(), "Name shards, or give --all.");
    }
    if (!all && !prefix.isEmpty()) {
      throw new ParameterException(command.commandLine(), "--prefix goes with --all.");
    }
    return Asking.run(command, question.command(), out -> askAll(surroundings, question, out));
  }

  private int askAll(Surroundings surroundings, BackupQuestion question, PrintWriter out)
      throws ItemFault, IOException, InterruptedException {
    try (ServerClient client = surroundings.client(connection)) {
      if (all) {
        ShardPages pages = new ShardPages(client, prefix);
        boolean head = true;
        for (List<String> page = pages.next(); page != null; page = pages.next()) {
          show(client, page, question, head, out);
          head = false;
        }
      } else {
        show(client, shards, question, true, out);
      }
      return well ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private void show(
      ServerClient client, List<String> ids, BackupQuestion question, boolean head, PrintWriter out)
      throws IOException, InterruptedException {
    TextTable table = new TextTable();
    if (head) {
      table.add(row("SHARD", question.columns()));
    }
    for (String id : ids) {
      ServerClient.Answer<byte[]> answer = client.answer(question.request(client, backupPath(id)));
      if (json) {
        out.println(line(id, answer));
      }
      if (answer.status() == 200) {
        JsonView told = CliJson.view(answer.body());
        well &= question.isWell(told);
        table.add(row(id, question.cells(told)));
      } else {
        well = false;
        String why = Problem.describe(answer.status(), answer.body());
        spec()
            .commandLine()
            .getErr()
            .println("cairn " + question.command() + ": " + id + ": " + why);
      }
    }
    if (!json) {
      table.print(out);
    }
  }

  /** The path of a shard's backup. */
  static String backupPath(String shard) {
    return "/v1/shards/" + ServerClient.encoded(shard) + "/backup";
  }

  private static List<String> row(String first, List<String> others) {
    List<String> row = new ArrayList<>();
    row.add(first);
    row.addAll(others);
    return row;
  }

  /** The answer, or the problem, beside the shard it is about. */
  private static String line(String id, ServerClient.Answer<byte[]> answer) throws IOException {
    JsonView said = CliJson.view(answer.body());
    return "{\"shard\":\""
        + new String(CliJson.quoted(id), StandardCharsets.UTF_8)
        + "\",\""
        + (answer.status() == 200 ? "answer" : "problem")
        + "\":"
        + said.written()
        + "}";
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("not part of a command");
    }
    return spec;
  }
}
