package dev.cairn.cli;

import dev.cairn.CairnException;
import dev.cairn.ShardId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

/** {@code cairn export}: writes shards of a running server into files. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Exports a shard of a running server, or all of them, as NDJSON: a header, namespaces, entries,"
          + " and a last line that tells how many entries there are. 'cairn import' reads it.",
      "",
      "Each export is one consistent state of its shard, while writes go on. A file appears, or"
          + " replaces an older one, only when it is whole.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Everything was exported.",
      "1:Something could not be exported; it is named on standard error.",
      "2:The command line can't be used.",
      "3:The server can't be reached, has gone, or takes no key; with --resume the command goes on later."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn export guild-7 -o guild-7.ndjson",
      "  cairn export guild-7 | gzip > guild-7.ndjson.gz",
      "  cairn export --all --directory exports --prefix country- --resume"
    })
public final class ExportCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Connection connection = new Connection();
  @Mixin private Quietness quietness = new Quietness();

  @Parameters(arity = "0..1", paramLabel = "SHARD", description = "The shard to export.")
  private @Nullable String shard;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The file for SHARD; - is standard output (default).")
  private String output = "-";

  @Option(
      names = "--all",
      description = "Export every shard, each into its own file in --directory: SHARD.ndjson.")
  private boolean all;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Where the files of --all go; made if it is missing.")
  private @Nullable Path directory;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "With --all: only shards whose ids begin with TEXT.")
  private String prefix = "";

  @Option(
      names = "--resume",
      description =
          "Pass over shards that have not changed since their file was written: after an"
              + " interruption, or to keep a directory of copies up to date.")
  private boolean resume;

  private int done;
  private int current;
  private int failed;

  /** A command that uses this process's standard streams. */
  public ExportCommand() {
    this(Surroundings.ofProcess());
  }

  ExportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    check();
    Progress.Mode mode = Progress.mode(quietness.quiet(), surroundings.terminal());
    try (ServerClient client = surroundings.client(connection);
        Progress progress =
            new Progress(
                "Exporting", -1, spec().commandLine().getErr(), mode, surroundings.ticker())) {
      ShardExport export = new ShardExport(client, progress);
      if (directory != null) {
        Files.createDirectories(directory);
        exportAll(new ShardPages(client, prefix), export, progress, directory);
      } else {
        exportOne(String.valueOf(shard), export, progress);
      }
      summary(export, progress);
      return failed > 0 ? ExitCode.FAILED : ExitCode.DONE;
    } catch (ItemFault | IOException e) {
      spec().commandLine().getErr().println("cairn export: " + e.getMessage());
      spec().commandLine().getErr().flush();
      return e instanceof ServerGone ? ExitCode.SERVER_GONE : ExitCode.FAILED;
    }
  }

  private void check() {
    if (all == (shard != null)) {
      throw usage("Name one shard, or --all");
    }
    if (all != (directory != null)) {
      throw usage("--all and --directory go together");
    }
    if (all && !output.equals("-")) {
      throw usage("--output is for one shard; --all writes into --directory");
    }
    if (!all && !prefix.isEmpty()) {
      throw usage("--prefix goes with --all");
    }
    if (shard != null) {
      try {
        new ShardId(shard);
      } catch (CairnException e) {
        throw usage(String.valueOf(e.getMessage()));
      }
    }
  }

  private void exportAll(ShardPages pages, ShardExport export, Progress progress, Path into)
      throws ItemFault, IOException, InterruptedException {
    for (List<String> page = pages.next(); page != null; page = pages.next()) {
      for (String id : page) {
        try {
          toFile(new ShardId(id).value(), into.resolve(id + ".ndjson"), export);
        } catch (ItemFault | CairnException e) {
          failed++;
          progress.say(id + ": " + e.getMessage());
        }
      }
    }
  }

  private void exportOne(String id, ShardExport export, Progress progress)
      throws IOException, InterruptedException {
    try {
      if (output.equals("-")) {
        export.toStream(id, surroundings.out());
        done++;
      } else {
        toFile(id, Path.of(output), export);
      }
    } catch (ItemFault e) {
      failed++;
      progress.say(id + ": " + e.getMessage());
    }
  }

  private void toFile(String id, Path file, ShardExport export)
      throws ItemFault, IOException, InterruptedException {
    if (resume && export.isCurrent(id, file)) {
      current++;
      return;
    }
    export.toFile(id, file);
    done++;
  }

  /** On standard error: standard output may be the export. */
  private void summary(ShardExport export, Progress progress) {
    if (quietness.quiet()) {
      return;
    }
    progress.say(
        String.format(
            Locale.ROOT,
            "%d shards exported, %d up to date, %d failed; %d entries, %d bytes in %.1f s",
            done,
            current,
            failed,
            export.entries(),
            export.bytes(),
            progress.seconds()));
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
