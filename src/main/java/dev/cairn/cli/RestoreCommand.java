package dev.cairn.cli;

import dev.cairn.CairnException;
import dev.cairn.ShardId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code cairn restore}: brings shards back from the replica, on a machine that has nothing else,
 * or has a running service do so.
 */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Brings shards back from their backup, while no service runs on the data directory.",
      "A shard that is there already is left alone, so the same command goes on where it was stopped.",
      "With --server a running service brings them back itself, in place of what they are now.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Every shard was restored, or is there.",
      "1:Some could not be restored.",
      "2:The command line can't be used.",
      "3:The server can't be reached, was lost, or takes no key; what it has begun goes on there."
    })
public final class RestoreCommand implements Callable<Integer> {

  /** How often a question after an operation is sent again. */
  private static final int RETRIES = 5;

  private final Surroundings surroundings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Quietness quietness = new Quietness();
  @Mixin private KeyOption key = new KeyOption();

  @Parameters(paramLabel = "SHARD", arity = "0..*", description = "The shards to restore.")
  private List<String> shards = List.of();

  @Option(names = "--all", description = "Restore every shard of the backup.")
  private boolean all;

  @Option(
      names = "--backup",
      paramLabel = "URL",
      defaultValue = "${env:CAIRN_BACKUP_URL}",
      description = "Where the backup is: a directory, file:///DIRECTORY or s3://BUCKET/PREFIX.")
  private @Nullable String backup;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = {
        "Bring the one shard back from that SQLite file: a whole copy that was unpacked, or what",
        "Litestream itself has restored from a place that is neither a directory nor S3."
      })
  private @Nullable Path from;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "A running service, such as http://127.0.0.1:8080, that restores the shards.")
  private @Nullable String server;

  @Option(
      names = "--data",
      paramLabel = "DIRECTORY",
      defaultValue = "./data",
      description = "The data directory to restore into (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("./data");

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = {
        "Restore the state before that time, such as 2026-01-02T03:04:05Z (default: the newest).",
        "If there is no such state it is an error; no other one is restored in its place."
      })
  private @Nullable String at;

  @Option(
      names = "--copy",
      paramLabel = "NAME",
      description = {
        "Restore that whole copy, or the newest (latest), which takes no Litestream.",
        "cairn backup points SHARD names the copies."
      })
  private @Nullable String copy;

  @Option(
      names = "--revision",
      paramLabel = "N",
      description = "Restore the state whose last revision is N; only with --server.")
  private @Nullable Long revision;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "Write the one shard to that SQLite file instead; it must not exist.")
  private @Nullable Path to;

  @Option(
      names = "--litestream",
      paramLabel = "PROGRAM",
      defaultValue = "${env:CAIRN_BACKUP_LITESTREAM:-litestream}",
      description = "The program Litestream: a path, or a name on PATH.")
  private String litestream = "litestream";

  /** A command that uses this process's surroundings. */
  public RestoreCommand() {
    this(Surroundings.ofProcess());
  }

  RestoreCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (spec == null) {
      throw new IllegalStateException("not run as a command");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    String mistake = mistake();
    if (mistake != null) {
      err.println("cairn restore: " + mistake);
      return ExitCode.USAGE;
    }
    try {
      if (server != null) {
        return byServer(URI.create(server), out, err);
      }
      return fromReplica(out, err);
    } catch (IllegalArgumentException | DateTimeException e) {
      err.println("cairn restore: " + e.getMessage());
      return ExitCode.USAGE;
    } catch (IOException | UncheckedIOException | IllegalStateException | CairnException e) {
      err.println("cairn restore: " + e.getMessage());
      return e instanceof ServerGone ? ExitCode.SERVER_GONE : ExitCode.FAILED;
    } finally {
      out.flush();
      err.flush();
    }
  }

  private int byServer(URI address, PrintWriter out, PrintWriter err)
      throws IOException, InterruptedException {
    String body = ServerRestoration.body(at, revision, copy);
    int failed = 0;
    try (ServerClient client = surroundings.client(address, RETRIES, key.key(surroundings), null)) {
      ServerRestoration restoration =
          new ServerRestoration(client, surroundings.pause(), out, err, quietness.quiet());
      for (String shard : shards) {
        failed += restoration.restore(new ShardId(shard).value(), body) ? 0 : 1;
      }
    }
    return failed == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }

  private int fromReplica(PrintWriter out, PrintWriter err)
      throws IOException, InterruptedException {
    try (Restoration restoration = restoration()) {
      Path file = to;
      if (file != null) {
        out.println(restoration.toFile(new ShardId(shards.getFirst()), file));
        return ExitCode.DONE;
      }
      return intoData(restoration, out, err);
    }
  }

  private Restoration restoration() {
    return from == null
        ? Restoration.ofReplica(backup == null ? "" : backup, litestream, before(), copy)
        : Restoration.ofFile(from);
  }

  private @Nullable String mistake() {
    if (server != null) {
      return mistakeWithServer(server);
    }
    if (from != null) {
      return shards.size() == 1 && !all && at == null && copy == null && to == null
          ? null
          : "--from takes one shard, and none of --all, --at, --copy and --to";
    }
    if (backup == null) {
      return "--backup must say where the backup is, --from which file it is, or --server which"
          + " service is to restore";
    }
    if (revision != null) {
      return "--revision takes a --server";
    }
    if (all == !shards.isEmpty()) {
      return "name shards, or give --all";
    }
    if (to != null && shards.size() != 1) {
      return "--to takes one shard";
    }
    if (copy != null && at != null) {
      return "--copy and --at exclude each other";
    }
    if (copy != null && !copy.equals(CopySource.LATEST) && shards.size() != 1) {
      return "--copy takes one shard, or latest";
    }
    return null;
  }

  private @Nullable String mistakeWithServer(String address) {
    int states = (at == null ? 0 : 1) + (revision == null ? 0 : 1) + (copy == null ? 0 : 1);
    if (!address.matches("https?://.+")) {
      return "--server: '" + address + "' is no address like http://127.0.0.1:8080";
    }
    if (all || shards.isEmpty() || to != null || from != null) {
      return "with --server name shards; --all, --from and --to go without it";
    }
    return states > 1 ? "--at, --revision and --copy exclude each other" : null;
  }

  private long before() {
    if (at == null) {
      return Long.MAX_VALUE;
    }
    Instant instant = OffsetDateTime.parse(at).toInstant();
    return instant.toEpochMilli();
  }

  private int intoData(Restoration restoration, PrintWriter out, PrintWriter err)
      throws IOException, InterruptedException {
    try (Restoration.Target target = new Restoration.Target(data, surroundings.clock());
        Progress progress =
            new Progress(
                "restore",
                -1,
                err,
                Progress.mode(quietness.quiet(), surroundings.terminal()),
                surroundings.ticker())) {
      List<String> names = all ? restoration.names() : restoration.names(shards);
      RestoreTally tally = new RestoreTally(names.size(), progress, out);
      restoration.into(target, names, tally);
      out.println(tally.summary());
      return tally.failed() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }
  }
}
