package dev.cairn.cli;

import java.io.PrintWriter;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn file put}: brings an SQLite file in as a shard. */
@Command(
    name = "put",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes a shard of an SQLite file that was taken out of one; the server checks all of it",
      "first.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The shard has what is in the file.",
      "1:It has not.",
      "2:The command line can't be used.",
      "3:The server can't be reached, or takes no key."
    })
public final class FilePutCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Parameters(index = "0", paramLabel = "SHARD", description = "The shard.")
  private String shard = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "The file.")
  private Path file = Path.of("");

  @Option(
      names = "--replace",
      description = "Replace a shard that is there; what it had becomes a snapshot.")
  private boolean replace;

  @Mixin private Quietness quietness = new Quietness();

  /** A command that uses this process's surroundings. */
  public FilePutCommand() {
    this(Surroundings.ofProcess());
  }

  FilePutCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    return Asking.run(
        spec,
        "file put",
        out -> {
          try (ServerClient client = surroundings.client(connection)) {
            HttpRequest request =
                client
                    .to(FileGetCommand.path(shard) + (replace ? "?onConflict=replace" : ""))
                    .timeout(ServerClient.SHARD_TIMEOUT)
                    .header("Content-Type", "application/vnd.sqlite3")
                    .PUT(HttpRequest.BodyPublishers.ofFile(file))
                    .build();
            return new ServerRestoration(
                        client, surroundings.pause(), out, err(), quietness.quiet())
                    .follow(shard, request)
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
}
