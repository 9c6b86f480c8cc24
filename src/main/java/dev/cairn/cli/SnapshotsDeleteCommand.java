package dev.cairn.cli;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn snapshots delete}: deletes snapshots of a shard. */
@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {"Deletes snapshots of a shard for good; those that are not there are none.", ""},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:There are no such snapshots any more.",
      "1:One could not be deleted.",
      "2:The command line can't be used.",
      "3:The server can't be reached, or takes no key."
    })
public final class SnapshotsDeleteCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Parameters(index = "0", paramLabel = "SHARD", description = "The shard.")
  private String shard = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "ID", description = "Their ids.")
  private List<String> ids = List.of();

  /** A command that uses this process's surroundings. */
  public SnapshotsDeleteCommand() {
    this(Surroundings.ofProcess());
  }

  SnapshotsDeleteCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    return Asking.run(
        spec,
        "snapshots delete",
        out -> {
          try (ServerClient client = surroundings.client(connection)) {
            for (String id : ids) {
              String path = SnapshotsListCommand.path(shard) + "/" + ServerClient.encoded(id);
              ServerClient.Answer<byte[]> answer =
                  client.send(
                      client.to(path).DELETE().build(), HttpResponse.BodyHandlers.ofByteArray());
              if (answer.status() != 204) {
                throw new IOException(id + ": " + Problem.describe(answer.status(), answer.body()));
              }
            }
            return ExitCode.DONE;
          }
        });
  }
}
