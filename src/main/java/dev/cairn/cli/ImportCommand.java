package dev.cairn.cli;

import dev.cairn.cli.Tally.Outcome;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn import}: brings the entries of a file into a running server. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Imports entries into a running server.",
      "",
      "FILE is what 'cairn export' wrote, or any JSON: an array of objects, objects that follow each"
          + " other (NDJSON), or an array somewhere inside an object (--items). Values are stored"
          + " byte for byte as they stand in the file.",
      "",
      "Where the items of any JSON go is said with templates: text with fields in braces, as in"
          + " 'user-{id}' or '{addr.city}/{tags[0]}'. A field may pass through filters:"
          + " {code|before:-} and {code|after:-} take what stands before or after the first '-',"
          + " {name|lower} and {name|upper} change the case. {{ and }} stand for braces themselves.",
      "",
      "An item that can't be imported is named with its line, and the others go on; so does a"
          + " malformed line of NDJSON. A malformed array ends the input where it breaks.",
      "",
      "An import that was interrupted goes on where it was when the same command runs again.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Everything was imported.",
      "1:Some items failed, or the input breaks off; see standard error.",
      "2:The command line or the file can't be used; nothing was sent.",
      "3:The server can't be reached, has gone, or takes no key; run the same command again to go on."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn import guild-7.ndjson",
      "  cairn import people.json --shard people --key '{id}'",
      "  cairn import orders.ndjson --shard 'customer-{customer.id}' --namespace orders --key '{no}'",
      "  cairn import iso_3166-2.json --items /3166-2 \\",
      "    --shard 'country-{code|before:-}' --key '{code}' --on-conflict replace",
      "  zcat log.ndjson.gz | cairn import - --shard log --key '{time}-{host.name}'"
    })
public final class ImportCommand implements Callable<Integer> {

  /** Failures that are named when {@code --max-errors} does not say otherwise. */
  static final long MAX_ERRORS = 100;

  private static final int READ_BUFFER_BYTES = 256 * 1024;

  private final Surroundings surroundings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Connection connection = new Connection();
  @Mixin private Quietness quietness = new Quietness();
  @Mixin private ItemOptions itemOptions = new ItemOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "-",
      description = "What to import; - is standard input (default).")
  private String file = "-";

  @Option(
      names = "--on-conflict",
      paramLabel = "fail|skip|replace",
      description =
          "What becomes of an item whose entry exists: it fails, is skipped, or replaces value and"
              + " metadata (default: fail).")
  private OnConflict onConflict = OnConflict.FAIL;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "8",
      description =
          "How many shards are written to at the same time, 1 to 64 (default: ${DEFAULT-VALUE}).")
  private int parallel = 8;

  @Option(
      names = "--max-errors",
      paramLabel = "N",
      description = "How many failures are named; further ones are counted (default: 100).")
  private long maxErrors = MAX_ERRORS;

  @Option(
      names = "--state",
      paramLabel = "PATH",
      description =
          "The file that remembers how far the import is, so that it can go on; removed at the end"
              + " (default: FILE.cairn-import). There is none for standard input.")
  private @Nullable Path state;

  @Option(
      names = "--no-resume",
      description = "Begin at the start, and remember nothing on the way.")
  private boolean noResume;

  @Option(
      names = "--dry-run",
      description = "Send nothing; show how many items each shard would get.")
  private boolean dryRun;

  /** A command that uses this process's standard streams. */
  public ImportCommand() {
    this(Surroundings.ofProcess());
  }

  ImportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (parallel < 1 || parallel > FlowBounds.MAX_PARALLEL) {
      throw usage(
          "--parallel is " + parallel + "; it must be from 1 to " + FlowBounds.MAX_PARALLEL);
    }
    if (maxErrors < 0) {
      throw usage("--max-errors can't be negative");
    }
    itemOptions.check();
    Path path = file.equals("-") ? null : Path.of(file);
    if (path != null && !Files.isReadable(path)) {
      throw usage("The file " + file + " can't be read");
    }
    try (InputStream in = path == null ? surroundings.in() : Files.newInputStream(path);
        JsonItems source =
            new JsonItems(new BufferedInputStream(in, READ_BUFFER_BYTES), itemOptions.items());
        Progress progress = progress(path)) {
      return dryRun ? dryRun(source, progress) : send(source, progress, path);
    } catch (IOException e) {
      err("cairn import: " + e.getMessage());
      return e instanceof ServerGone ? ExitCode.SERVER_GONE : ExitCode.FAILED;
    }
  }

  private int dryRun(JsonItems source, Progress progress) throws IOException, InterruptedException {
    ShardCounts counts = new ShardCounts();
    Tally tally = new Tally(progress::say, maxErrors);
    ImportRun.Lines lines =
        new ImportRun.Lines() {
          @Override
          public void add(Line line) {
            counts.count(line);
          }

          @Override
          public void finish() {}
        };
    new ImportRun(source, first -> itemOptions.meaning(first, (s, n, m) -> {}), tally, progress, 0)
        .run(lines);
    counts.print(spec().commandLine().getOut());
    spec().commandLine().getOut().flush();
    return summary(tally, progress, 0, false);
  }

  private int send(JsonItems source, Progress progress, @Nullable Path path)
      throws IOException, InterruptedException {
    Journal journal = new Journal(stateFile(path), begin(path), surroundings.ticker());
    ImportState begun = journal.begun();
    if (begun.sent() > 0 || begun.settled() > 0) {
      progress.say(
          "Going on from item "
              + (begun.settled() + 1)
              + "; items up to "
              + begun.sent()
              + " may have been sent already and are compared.");
    }
    Tally tally = new Tally(progress::say, maxErrors);
    try (ServerClient client = surroundings.client(connection)) {
      ChunkSender sender = new ChunkSender(client, onConflict, tally);
      NamespaceMaker namespaces = new NamespaceMaker(client, onConflict);
      ImportRun run =
          new ImportRun(
              source,
              first -> itemOptions.meaning(first, namespaces),
              tally,
              progress,
              begun.settled());
      try (JournaledFlow flow =
          new JournaledFlow(FlowBounds.of(parallel), journal, tally, run, sender::send)) {
        flow.run();
      }
    } catch (ServerGone e) {
      summary(tally, progress, begun.failed(), true);
      err(
          e.getMessage()
              + (path == null || noResume ? "" : " Run the same command again to go on."));
      return ExitCode.SERVER_GONE;
    }
    return summary(tally, progress, begun.failed(), true);
  }

  private ImportState begin(@Nullable Path path) throws IOException {
    Path kept = stateFile(path);
    if (path == null || kept == null) {
      if (path != null && noResume) {
        Files.deleteIfExists(statePath(path));
      }
      return ImportState.begin("");
    }
    String options = connection.server() + "\n" + onConflict + "\n" + itemOptions.described();
    String identity = InputIdentity.of(path, options);
    ImportState left = ImportState.read(kept);
    if (left != null && !left.identity().equals(identity)) {
      throw usage(
          kept
              + " is from an import of another content or with other options;"
              + " --no-resume begins anew");
    }
    return left == null ? ImportState.begin(identity) : left;
  }

  private @Nullable Path stateFile(@Nullable Path path) {
    return path == null || noResume ? null : statePath(path);
  }

  private Path statePath(Path path) {
    return state != null ? state : path.resolveSibling(path.getFileName() + ".cairn-import");
  }

  private Progress progress(@Nullable Path path) throws IOException {
    return new Progress(
        "Importing",
        path == null ? -1 : Files.size(path),
        spec().commandLine().getErr(),
        Progress.mode(quietness.quiet(), surroundings.terminal()),
        surroundings.ticker());
  }

  private int summary(Tally tally, Progress progress, long failedBefore, boolean sent) {
    if (tally.unreported() > 0) {
      progress.say("… and " + tally.unreported() + " more failures.");
    }
    if (failedBefore > 0) {
      progress.say(failedBefore + " items had failed before the import was interrupted.");
    }
    if (sent) {
      PrintWriter out = spec().commandLine().getOut();
      out.println(told(tally, progress.seconds()));
      out.flush();
    }
    return tally.of(Outcome.FAILED) + failedBefore > 0 ? ExitCode.FAILED : ExitCode.DONE;
  }

  private static String told(Tally tally, double seconds) {
    long confirmed = tally.of(Outcome.CONFIRMED);
    return String.format(
        Locale.ROOT,
        "%d created, %d replaced, %d skipped, %d failed%s in %.1f s (%.0f items/s)",
        tally.of(Outcome.CREATED),
        tally.of(Outcome.REPLACED),
        tally.of(Outcome.SKIPPED),
        tally.of(Outcome.FAILED),
        confirmed > 0 ? ", " + confirmed + " there already" : "",
        seconds,
        tally.total() / seconds);
  }

  private void err(String message) {
    spec().commandLine().getErr().println(message);
    spec().commandLine().getErr().flush();
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
