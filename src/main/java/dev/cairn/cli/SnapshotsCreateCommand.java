package dev.cairn.cli;

import dev.cairn.json.JsonView;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn snapshots create}: makes a snapshot of a shard. */
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes a snapshot of a shard while it is read and written, and prints its id.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:It is made.",
      "1:It could not be made.",
      "2:The command line can't be used.",
      "3:The server can't be reached, or takes no key."
    })
public final class SnapshotsCreateCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Parameters(index = "0", paramLabel = "SHARD", description = "The shard.")
  private String shard = "";

  @Option(names = "--name", paramLabel = "TEXT", description = "What it is called.")
  private @Nullable String name;

  @Option(names = "--comment", paramLabel = "TEXT", description = "What is said of it.")
  private @Nullable String comment;

  @Option(names = "--json", description = "Print the server's answer.")
  private boolean json;

  /** A command that uses this process's surroundings. */
  public SnapshotsCreateCommand() {
    this(Surroundings.ofProcess());
  }

  SnapshotsCreateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    return Asking.run(
        spec,
        "snapshots create",
        out -> {
          try (ServerClient client = surroundings.client(connection)) {
            // Not sent again: the first one may be under way.
            ServerClient.Answer<byte[]> answer =
                client.sendOnce(request(client), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.status() != 201) {
              throw new IOException(Problem.describe(answer.status(), answer.body()));
            }
            JsonView made = CliJson.view(answer.body());
            out.println(json ? made.written() : CliJson.string(made, "id"));
            return ExitCode.DONE;
          }
        });
  }

  private HttpRequest request(ServerClient client) {
    List<String> members = new ArrayList<>();
    if (name != null) {
      members.add("\"name\":\"" + text(name) + "\"");
    }
    if (comment != null) {
      members.add("\"comment\":\"" + text(comment) + "\"");
    }
    return client
        .to(SnapshotsListCommand.path(shard))
        .timeout(ServerClient.SHARD_TIMEOUT)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("{" + String.join(",", members) + "}"))
        .build();
  }

  private static String text(String said) {
    return new String(CliJson.quoted(said), StandardCharsets.UTF_8);
  }
}
