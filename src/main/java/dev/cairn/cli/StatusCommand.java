package dev.cairn.cli;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cairn status}: says how a running server is. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {"Shows the state of a running server and of its health checks.", ""},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:The server answers and is healthy.", "1:It does not, or is not."})
public final class StatusCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Option(
      names = "--management",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:9000",
      description = "Where the server's health is (default: ${DEFAULT-VALUE}).")
  private URI management = URI.create("http://127.0.0.1:9000");

  /** A command that uses this process's surroundings. */
  public StatusCommand() {
    this(Surroundings.ofProcess());
  }

  StatusCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (spec == null) {
      throw new IllegalStateException("not run as a command");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    boolean well = false;
    try (ServerClient server = surroundings.client(connection.server(), connection.retries());
        ServerClient health = surroundings.client(management, 0)) {
      boolean answers = show(server.get("/v1/status"), out);
      well = show(health.get("/q/health"), out) && answers;
    } catch (IOException e) {
      err.println("cairn status: " + e.getMessage());
    }
    out.flush();
    err.flush();
    return well ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static boolean show(ServerClient.Answer<byte[]> answer, PrintWriter out)
      throws IOException {
    if (answer.status() != 200) {
      out.println(Problem.describe(answer.status(), answer.body()));
      return false;
    }
    try (JsonParser parser = CliJson.FACTORY.createParser(answer.body())) {
      while (parser.nextToken() != null) {
        if (parser.currentToken().isScalarValue()) {
          String path = parser.getParsingContext().pathAsPointer().toString();
          out.println(String.format(Locale.ROOT, "%-40s %s", path.substring(1), parser.getText()));
        }
      }
    }
    return true;
  }
}
