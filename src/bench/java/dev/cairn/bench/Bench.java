package dev.cairn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The door of the suite: picks the parts, prints the report, and judges the bars. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures Cairn against a C program, a no-op, PostgreSQL and itself; docs/benchmarks.md"
          + " explains.",
      "Ends with 1 if a bar is missed or a part fails."
    })
final class Bench implements Callable<Integer> {

  /** The parts by the names they have on the command line. */
  enum PartName {
    ENGINE,
    HTTP,
    KEYS,
    POSTGRES,
    SCALING,
    TENANTS,
    PRAGMAS,
    START,
    NATIVE,
    RESTORE,
    SNAPSHOT,
    NEIGHBOURS,
    SOAK;

    /** Whether it is about a bar, and short enough for a quick run that names no parts. */
    boolean isInQuickRuns() {
      return switch (this) {
        case ENGINE, HTTP, KEYS, POSTGRES, SCALING, TENANTS -> true;
        case PRAGMAS, START, NATIVE, RESTORE, SNAPSHOT, NEIGHBOURS, SOAK -> false;
      };
    }

    boolean needsWrk() {
      return switch (this) {
        case HTTP, KEYS, POSTGRES, TENANTS, START, NATIVE, SOAK -> true;
        case ENGINE, SCALING, PRAGMAS, RESTORE, SNAPSHOT, NEIGHBOURS -> false;
      };
    }

    private Part part() {
      return switch (this) {
        case ENGINE -> new EnginePart();
        case HTTP -> new HttpPart();
        case KEYS -> new KeysPart();
        case POSTGRES -> new PostgresPart();
        case SCALING -> new ScalingPart();
        case TENANTS -> new TenantsPart();
        case PRAGMAS -> new PragmasPart();
        case START -> new StartPart();
        case NATIVE -> new NativePart();
        case RESTORE -> new RestorePart();
        case SNAPSHOT -> new SnapshotPart();
        case NEIGHBOURS -> new NeighboursPart();
        case SOAK -> new SoakPart();
      };
    }
  }

  @Option(
      names = "--part",
      split = ",",
      description = {
        "Parts to run: ${COMPLETION-CANDIDATES}.",
        "Default: all, with --quick those that are about bars and do not take their time."
      })
  private Set<PartName> named = EnumSet.noneOf(PartName.class);

  @Option(
      names = "--quick",
      description = "Only what the bars are about, and briefly: some minutes, rough figures.")
  private boolean quick;

  @Option(
      names = "--home",
      hidden = true,
      description = "The clone; the launcher says where it is.")
  private Path home = Path.of("").toAbsolutePath();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Where the figures go as JSON (default target/bench/report.json).")
  private Path json = Path.of("target/bench/report.json");

  @Option(
      names = "--plots",
      paramLabel = "DIRECTORY",
      description = "Where the plots go as SVG (default target/bench/plots).")
  private Path plots = Path.of("target/bench/plots");

  @Option(
      names = "--docs",
      description = "Put the figures of the parts that were run into docs/benchmarks.md.")
  private boolean docs;

  /** Set by picocli before the command is called. */
  @SuppressWarnings("NullAway.Init") // picocli injects it
  @Spec
  private CommandSpec spec;

  /** Runs what the command line names and ends the process with its exit code. */
  public static void main(String... args) {
    System.exit(
        new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Set<PartName> parts = parts();
    Requirements.check(parts);
    Report report = new Report(Machine.describe());
    try {
      measure(parts, report);
    } finally {
      // Of a long run that fails at its end, everything before it is worth having.
      report.print(System.out);
      report.write(home.resolve(json));
      Plots.draw(report, home.resolve(plots));
    }
    if (docs) {
      Path document = home.resolve("docs/benchmarks.md");
      FiguresDocument.update(document, report.documents(command()));
      Plots.drawBars(FiguresDocument.bars(document), home.resolve(plots));
    }
    return report.isWhole() && report.allHold() ? 0 : 1;
  }

  private void measure(Set<PartName> parts, Report report)
      throws IOException, InterruptedException {
    Path work = Files.createTempDirectory(home.resolve("target/bench"), "run-");
    try {
      Plan plan = new Plan(home, work, quick);
      for (PartName name : parts) {
        String part = name.name().toLowerCase(Locale.ROOT);
        System.err.println("bench: " + part);
        report.begin(part);
        try {
          name.part().run(plan, report);
        } catch (IOException | RuntimeException e) {
          // Where in the part it was, for whoever mends it; the report says it in a line.
          e.printStackTrace(spec.commandLine().getErr());
          report.failed(part, e);
        }
      }
    } finally {
      Directories.delete(work);
    }
  }

  private Set<PartName> parts() {
    Set<PartName> all = EnumSet.allOf(PartName.class);
    if (quick) {
      all.removeIf(part -> !part.isInQuickRuns());
    }
    return named.isEmpty() ? all : named;
  }

  /** What was typed, without what the launcher added. */
  private String command() {
    List<String> typed = new ArrayList<>(spec.commandLine().getParseResult().originalArgs());
    int added = typed.indexOf("--home");
    if (added >= 0) {
      typed.subList(added, added + 2).clear();
    }
    return String.join(" ", "./cairn bench", String.join(" ", typed)).strip();
  }
}
