package dev.cairn.cli;

import dev.cairn.CairnException;
import dev.cairn.Quotas;
import dev.cairn.json.JsonView;
import dev.cairn.security.KeyFile;
import dev.cairn.security.Role;
import dev.cairn.security.Scope;
import dev.cairn.security.ShardPattern;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cairn keys create}: makes a key. */
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes a key and prints it on standard output, which happens this once; or writes it to a",
      "file that only its owner may read (--to).",
      "The first key must be an administrator's (--admin), without --expires: from then on nobody",
      "is let in without one.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The key was made.",
      "1:It was not.",
      "2:The command line can't be used.",
      "3:The server can't be reached, or takes no key. Look at keys list before you try again."
    })
public final class KeysCreateCommand implements Callable<Integer> {

  private static final String COMMAND = "cairn keys create: ";

  private final Surroundings surroundings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      defaultValue = "unnamed",
      description = "What you call it (default: ${DEFAULT-VALUE}).")
  private String name = "unnamed";

  @Option(
      names = "--scope",
      paramLabel = "ROLE:SHARDS[/NAMESPACES[/KEY PREFIX]]",
      description = {
        "What it may do; can be given again. ROLE is read, write or admin; SHARDS an id, or a",
        "prefix and a star; NAMESPACES are separated by commas, or none for all."
      })
  private List<String> scopes = List.of();

  @Option(names = "--admin", description = "Everything, as --scope 'admin:*' says.")
  private boolean admin;

  @Option(
      names = "--expires",
      paramLabel = "WHEN",
      description = "A time such as 2027-01-31T00:00:00Z, or how long from now: 90d, 12h, 30m.")
  private @Nullable String expires;

  @Mixin private QuotaOptions bounds = new QuotaOptions();

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "Write it to that new file, with mode 0600, and print it nowhere.")
  private @Nullable Path to;

  @Option(
      names = "--data",
      paramLabel = "DIRECTORY",
      description = {
        "Make it in the data directory of a service that is stopped, for who has lost the",
        "administrator's key. Takes no server and no key."
      })
  private @Nullable Path data;

  /** A command that uses this process's surroundings. */
  public KeysCreateCommand() {
    this(Surroundings.ofProcess());
  }

  KeysCreateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec().commandLine().getErr();
    List<Scope> wanted = wanted();
    Instant end = end();
    Quotas quotas = quotas();
    if (to != null && Files.exists(to)) {
      throw usage("--to: there is a file " + to + " already");
    }
    try {
      hand(data == null ? online(wanted, end, quotas) : offline(data, wanted, end, quotas), err);
      return ExitCode.DONE;
    } catch (IOException | UncheckedIOException | IllegalStateException | CairnException e) {
      err.println(COMMAND + e.getMessage());
      return e instanceof ServerGone ? ExitCode.SERVER_GONE : ExitCode.FAILED;
    } finally {
      err.flush();
    }
  }

  private List<Scope> wanted() {
    if (data != null && talksToServer()) {
      throw usage("--data goes without --server, --retries and --key-file");
    }
    List<Scope> wanted = new ArrayList<>();
    if (admin) {
      wanted.add(Scope.whole(ShardPattern.ALL, Role.ADMIN));
    }
    try {
      scopes.forEach(text -> wanted.add(ScopeText.scope(text)));
    } catch (IllegalArgumentException e) {
      throw usage("--scope: " + e.getMessage());
    }
    if (wanted.isEmpty()) {
      throw usage("Say what it may do: --scope ROLE:SHARDS, or --admin");
    }
    return wanted;
  }

  private boolean talksToServer() {
    return List.of("--server", "--retries", "--key-file").stream()
        .anyMatch(spec().commandLine().getParseResult()::hasMatchedOption);
  }

  private @Nullable Instant end() {
    try {
      return expires == null ? null : Expiry.of(expires, surroundings.clock());
    } catch (IllegalArgumentException e) {
      throw usage("--expires: " + e.getMessage());
    }
  }

  private Quotas quotas() {
    try {
      return bounds.quotas();
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private MadeKey offline(Path directory, List<Scope> wanted, @Nullable Instant end, Quotas quotas)
      throws IOException {
    return OfflineKeys.create(directory, name, wanted, end, quotas, surroundings.clock());
  }

  private MadeKey online(List<Scope> wanted, @Nullable Instant end, Quotas quotas)
      throws IOException, InterruptedException {
    String body =
        wanted.stream()
            .map(ScopeText::json)
            .collect(
                Collectors.joining(
                    ",",
                    "{\"name\":" + ScopeText.quoted(name) + ",\"scopes\":[",
                    (end == null ? "]" : "],\"expires\":\"" + end + "\"")
                        + QuotaOptions.member(quotas)
                        + "}"));
    try (ServerClient client = surroundings.client(connection)) {
      HttpRequest request =
          client
              .to("/v1/keys")
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      // Not sent again: a key that was made and whose answer was lost would stay unknown.
      ServerClient.Answer<byte[]> answer =
          client.sendOnce(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.status() != 201) {
        throw new IOException(Problem.describe(answer.status(), answer.body()));
      }
      JsonView made = CliJson.view(answer.body());
      return new MadeKey(CliJson.string(made, "id"), CliJson.string(made, "key"));
    }
  }

  /** Gives it to who asked; to them alone. */
  private void hand(MadeKey made, PrintWriter err) throws IOException {
    if (to == null) {
      PrintWriter out = spec().commandLine().getOut();
      err.println("Key " + made.id() + "; it is shown this once:");
      err.flush();
      out.println(made.text());
      out.flush();
      return;
    }
    try {
      KeyFile.write(to, made.text());
    } catch (IOException e) {
      throw new IOException(
          to + " can't be written (" + e + "); revoke the key " + made.id() + " and make another",
          e);
    }
    err.println("Key " + made.id() + " is in " + to + ".");
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("not run as a command");
    }
    return spec;
  }
}
