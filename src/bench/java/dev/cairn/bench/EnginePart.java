package dev.cairn.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The storage engine against a C program that does the same on copies of the same file. For each
 * operation C and Java take turns, and each ratio is of two turns that followed one another.
 */
final class EnginePart implements Part {

  private static final String RATIO = "Java CPU / C CPU";

  /**
   * An operation.
   *
   * @param java the method of {@link EngineBenchmark}
   * @param c the operation of {@code engine.c}
   * @param cOperations how many operations one of C's is
   * @param bar what its ratio is held to, if anything, with the smaller values
   */
  private record Operation(
      String title, String java, String c, int cOperations, @Nullable Bar bar) {}

  private static final List<Operation> OPERATIONS =
      List.of(
          new Operation("get", "get", "get", 1, null),
          new Operation("get, 64 in a read transaction", "sharedGet", "get", 1, Bar.ENGINE_GET),
          new Operation("put, alone", "put", "put", 1, null),
          new Operation(
              "put, 64 in a group", "group", "group", EngineBenchmark.GROUP, Bar.ENGINE_PUT),
          new Operation("list of 100", "list", "list", 1, null),
          new Operation("batch of 100 puts", "bulk100", "bulk100", 1, null),
          new Operation("batch of 1,000 puts", "bulk1000", "bulk1000", 1, null),
          new Operation("query for 100, no index", "query", "query", 1, null));

  private record Size(String title, int bytes, int entries) {}

  private static final List<Size> SIZES =
      List.of(new Size("1 KB", 1024, 10_000), new Size("16 KB", 16 * 1024, 1000));

  @Override
  public void run(Plan plan, Report report) throws IOException, InterruptedException {
    CProgram c = CProgram.compile(plan.home());
    for (Size size : plan.quick() ? SIZES.subList(0, 1) : SIZES) {
      Path filled = plan.work().resolve("engine-" + size.bytes());
      FilledShard.make(filled, size.entries(), size.bytes());
      for (Operation operation : OPERATIONS) {
        measure(plan, report, c, filled, size, operation);
      }
    }
  }

  private static void measure(
      Plan plan, Report report, CProgram c, Path filled, Size size, Operation operation)
      throws IOException, InterruptedException {
    Figures figures = new Figures();
    for (int round = 0; round < plan.rounds(); round++) {
      Path copy = Directories.copy(filled, plan.work().resolve("engine-copy"));
      CProgram.Cost cost =
          c.run(
              Directories.shardFile(copy),
              size.entries(),
              size.bytes(),
              operation.c(),
              plan.seconds());
      double cMicros = cost.cpuMicros() / operation.cOperations();
      RunResult java = java(plan, copy, size, operation);
      double javaMicros = secondary(java, WorkerCpuProfiler.RESULT);
      figures.add("C CPU µs", cMicros);
      figures.add("Java CPU µs", javaMicros);
      figures.add("Java time µs", java.getPrimaryResult().getScore());
      figures.add("Java bytes allocated", secondary(java, "gc.alloc.rate.norm"));
      figures.add(RATIO, javaMicros / cMicros);
    }
    report.add(
        "Engine, " + size.title() + " values, normal durability, each operation",
        operation.title(),
        figures.medians());
    if (size.equals(SIZES.getFirst()) && operation.bar() != null) {
      report.measured(operation.bar(), figures.median(RATIO));
    }
  }

  private static RunResult java(Plan plan, Path data, Size size, Operation operation) {
    var options =
        new OptionsBuilder()
            .include("^" + EngineBenchmark.class.getName() + "\\." + operation.java() + "$")
            .forks(1)
            .warmupIterations(5)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(plan.seconds())
            .measurementTime(TimeValue.seconds(1))
            .addProfiler(GCProfiler.class)
            .addProfiler(WorkerCpuProfiler.class)
            .jvmArgsAppend(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-D" + EngineBenchmark.DATA + "=" + data,
                "-D" + EngineBenchmark.ENTRIES + "=" + size.entries(),
                "-D" + EngineBenchmark.BYTES + "=" + size.bytes())
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    try {
      return new Runner(options).runSingle();
    } catch (RunnerException e) {
      throw new IllegalStateException("The benchmark " + operation.java() + " failed", e);
    }
  }

  private static double secondary(RunResult run, String name) {
    for (Result<?> result : run.getSecondaryResults().values()) {
      if (result.getLabel().endsWith(name)) {
        return result.getScore();
      }
    }
    throw new IllegalStateException("the run has no result " + name);
  }
}
