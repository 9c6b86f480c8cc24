package dev.cairn.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn file get}: takes a shard out as an SQLite file. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Takes a shard out as one SQLite file, which appears only when it is whole.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The file is there.",
      "1:It could not be had.",
      "2:The command line can't be used.",
      "3:The server can't be reached, or takes no key."
    })
public final class FileGetCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Parameters(index = "0", paramLabel = "SHARD", description = "The shard.")
  private String shard = "";

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The file; an older one is replaced.")
  private Path output = Path.of("");

  /** A command that uses this process's surroundings. */
  public FileGetCommand() {
    this(Surroundings.ofProcess());
  }

  FileGetCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    return Asking.run(
        spec,
        "file get",
        out -> {
          try (ServerClient client = surroundings.client(connection)) {
            get(client);
            return ExitCode.DONE;
          }
        });
  }

  /** The path of a shard's file. */
  static String path(String shard) {
    return "/v1/shards/" + ServerClient.encoded(shard) + "/file";
  }

  private void get(ServerClient client) throws IOException, InterruptedException {
    ServerClient.Answer<InputStream> answer =
        client.send(
            client.to(path(shard)).timeout(ServerClient.SHARD_TIMEOUT).GET().build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = answer.body()) {
      if (answer.status() != 200) {
        throw new IOException(Problem.describe(answer.status(), in.readAllBytes()));
      }
      try (FileInPlace place = new FileInPlace(output)) {
        // One that breaks off before its length throws.
        in.transferTo(place.stream());
        place.commit();
      }
    }
  }
}
