package dev.cairn.cli;

import dev.cairn.json.JsonView;
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
    description = {
      "Shows how a running server is: what it says of itself, and its health checks, a line each.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The server is healthy.",
      "1:The server answers, but is not healthy or not Cairn.",
      "2:The command line can't be used.",
      "3:The server, or its management port, can't be reached, or takes no key."
    })
public final class StatusCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Option(
      names = "--management",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:9000",
      description = "Where the server's health is (default: ${DEFAULT-VALUE}).")
  private String management = "http://127.0.0.1:9000";

  /** A command that uses this process's surroundings. */
  public StatusCommand() {
    this(Surroundings.ofProcess());
  }

  StatusCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    return Asking.run(spec, "status", this::ask);
  }

  private int ask(PrintWriter out) throws IOException, InterruptedException {
    URI health = connection.address("--management", management);
    boolean answers =
        show(connection.server(), connection.key(surroundings), "/v1/status", "", out);
    boolean well = show(health, null, "/q/health", "health.", out);
    return answers && well ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** Asks without patience for 503: that is how bad health is answered. */
  private boolean show(
      URI server, @Nullable String key, String path, String prefix, PrintWriter out)
      throws IOException, InterruptedException {
    try (ServerClient client =
        surroundings.client(server, connection.retries(), key, connection.trust(surroundings))) {
      ServerClient.Answer<byte[]> answer = client.getAnyway(path);
      JsonView said = CliJson.view(answer.body());
      if (CliJson.member(said, "code") != null) {
        out.println(prefix + Problem.describe(answer.status(), answer.body()));
      } else {
        print(prefix, said, out);
      }
      return answer.status() == 200;
    }
  }

  /** A line for each plain value: the names on the way to it, and what it says. */
  private static void print(String path, JsonView json, PrintWriter out) {
    int number = 0;
    for (JsonView child = json.first(); child != null; child = child.next()) {
      String name = json.kind() == JsonView.Kind.OBJECT ? child.name() : called(child, number++);
      switch (child.kind()) {
        case OBJECT, ARRAY -> print(path + name + ".", child, out);
        case STRING -> out.println(line(path + name, CliJson.said(child)));
        case NULL, FALSE, TRUE, NUMBER -> out.println(line(path + name, child.written()));
      }
    }
  }

  /** Elements of lists are called by their shard or their name, if they have one. */
  private static String called(JsonView element, int number) {
    String shard = CliJson.string(element, "shard");
    String name = shard.isEmpty() ? CliJson.string(element, "name") : shard;
    return name.isEmpty() ? Integer.toString(number) : name;
  }

  private static String line(String path, String said) {
    return String.format(Locale.ROOT, "%-40s %s", path, said);
  }
}
