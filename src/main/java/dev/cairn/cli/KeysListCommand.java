package dev.cairn.cli;

import dev.cairn.json.JsonView;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cairn keys list}: lists the keys of a running server, without their secrets. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lists all keys: their ids, what they may do, when they were last used, to the hour, and",
      "whether they have ended. What they are is not told: nobody can.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:They were listed.",
      "1:The server refuses.",
      "2:The command line can't be used.",
      "3:The server can't be reached, or takes no key."
    })
public final class KeysListCommand implements Callable<Integer> {

  /** Keys of a page. */
  static final int PAGE = 1_000;

  private final Surroundings surroundings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Option(names = "--json", description = "Print the pages of the server's answer, a line each.")
  private boolean json;

  /** A command that uses this process's surroundings. */
  public KeysListCommand() {
    this(Surroundings.ofProcess());
  }

  KeysListCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    return Asking.run(
        spec,
        "keys list",
        out -> {
          try (ServerClient client = surroundings.client(connection)) {
            list(client, out);
            return ExitCode.DONE;
          }
        });
  }

  private void list(ServerClient client, PrintWriter out) throws IOException, InterruptedException {
    TextTable table = new TextTable();
    table.add(List.of("ID", "SCOPES", "CREATED", "LAST USED", "EXPIRES", "REVOKED", "NAME"));
    String cursor = "";
    do {
      String after = cursor.isEmpty() ? "" : "&cursor=" + ServerClient.encoded(cursor);
      ServerClient.Answer<byte[]> answer = client.get("/v1/keys?limit=" + PAGE + after);
      if (answer.status() != 200) {
        throw new IOException(Problem.describe(answer.status(), answer.body()));
      }
      JsonView page = CliJson.view(answer.body());
      if (json) {
        out.println(page.written());
      }
      JsonView items = CliJson.member(page, "items");
      for (JsonView key = items == null ? null : items.first(); key != null; key = key.next()) {
        table.add(row(key));
      }
      cursor = CliJson.string(page, "nextCursor");
    } while (!cursor.isEmpty());
    if (!json) {
      table.print(out);
    }
  }

  private static List<String> row(JsonView key) {
    List<String> scopes = new ArrayList<>();
    JsonView list = CliJson.member(key, "scopes");
    for (JsonView scope = list == null ? null : list.first(); scope != null; scope = scope.next()) {
      scopes.add(ScopeText.text(scope));
    }
    return List.of(
        BackupQuestion.cell(key, "id"),
        String.join(" ", scopes),
        BackupQuestion.cell(key, "created"),
        BackupQuestion.cell(key, "lastUsed"),
        BackupQuestion.cell(key, "expires"),
        BackupQuestion.cell(key, "revoked"),
        BackupQuestion.cell(key, "name"));
  }
}
