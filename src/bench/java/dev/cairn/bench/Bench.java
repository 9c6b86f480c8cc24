package dev.cairn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The door of the suite: picks the parts, prints the report, and judges the bars. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures Cairn against a C program, a no-op, PostgreSQL and itself; docs/benchmarks.md explains.",
      "Ends with 1 if a bar is missed."
    })
final class Bench implements Callable<Integer> {

  /** The parts by the names they have on the command line. */
  enum PartName {
    ENGINE,
    HTTP,
    POSTGRES,
    SCALING;

    private Part part() {
      return switch (this) {
        case ENGINE -> new EnginePart();
        case HTTP -> new HttpPart();
        case POSTGRES -> new PostgresPart();
        case SCALING -> new ScalingPart();
      };
    }
  }

  @Option(
      names = "--part",
      split = ",",
      description = "Parts to run: ${COMPLETION-CANDIDATES} (default: all).")
  private Set<PartName> parts = EnumSet.allOf(PartName.class);

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

  /** Runs what the command line names and ends the process with its exit code. */
  public static void main(String... args) {
    System.exit(
        new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Requirements.check(parts);
    Report report = new Report(Machine.describe());
    Path work = Files.createTempDirectory(home.resolve("target/bench"), "run-");
    try {
      Plan plan = new Plan(home, work, quick);
      for (PartName name : parts) {
        System.err.println("bench: " + name.name().toLowerCase(java.util.Locale.ROOT));
        name.part().run(plan, report);
      }
    } finally {
      Directories.delete(work);
    }
    report.print(System.out);
    report.write(home.resolve(json));
    return report.allHold() ? 0 : 1;
  }
}
