package dev.cairn.cli;

import java.io.PrintWriter;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn snapshots restore}: restores a snapshot of a shard. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Gives a shard the state of a snapshot of it, or makes a new shard of that. What an",
      "existing shard had before becomes a snapshot itself.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The shard has the state.",
      "1:It has not.",
      "2:The command line can't be used.",
      "3:The server can't be reached, or takes no key."
    })
public final class SnapshotsRestoreCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Parameters(index = "0", paramLabel = "SHARD", description = "The shard.")
  private String shard = "";

  @Parameters(index = "1", paramLabel = "ID", description = "The id of the snapshot.")
  private String id = "";

  @Option(
      names = "--to",
      paramLabel = "SHARD",
      description = "Make this new shard; without it SHARD itself is replaced.")
  private @Nullable String to;

  @Mixin private Quietness quietness = new Quietness();

  /** A command that uses this process's surroundings. */
  public SnapshotsRestoreCommand() {
    this(Surroundings.ofProcess());
  }

  SnapshotsRestoreCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    return Asking.run(
        spec,
        "snapshots restore",
        out -> {
          try (ServerClient client = surroundings.client(connection)) {
            return new ServerRestoration(
                        client, surroundings.pause(), out, err(), quietness.quiet())
                    .follow(to == null ? shard : to, request(client))
                ? ExitCode.DONE
                : ExitCode.FAILED;
          }
        });
  }

  private PrintWriter err() {
    if (spec == null) {
      throw new IllegalStateException("not run as a command");
    }
    return spec.commandLine().getErr();
  }

  private HttpRequest request(ServerClient client) {
    String body =
        to == null
            ? "{}"
            : "{\"to\":\"" + new String(CliJson.quoted(to), StandardCharsets.UTF_8) + "\"}";
    return client
        .to(SnapshotsListCommand.path(shard) + "/" + ServerClient.encoded(id) + "/restore")
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }
}
