package dev.cairn.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.Durability;
import dev.cairn.write.WriterPools;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Writes in groups and one by one on a disk whose syncs take longer, as they do on many a rented
 * machine: in a process of its own, for which {@code slowsync.c} stands before the C library.
 */
final class SlowSync {

  private static final int MILLIS = 5;
  private static final int ENTRIES = 10_000;
  private static final int CLIENTS = 64;
  private static final String GROUPED = "grouped/s";
  private static final String ALONE = "one transaction each/s";
  private static final String RATIO = "grouped / one each";

  private SlowSync() {}

  static void measure(Plan plan, Report report) throws IOException, InterruptedException {
    Path library = CProgram.build(plan.home(), "slowsync", List.of("-shared", "-fPIC"));
    Path data = plan.work().resolve("slow-sync");
    OpenShards.make(data, 1, ENTRIES);
    String output =
        Programs.output(
            Programs.java(
                List.of(
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                    SlowSync.class.getName(),
                    data.toString(),
                    library.toString(),
                    Integer.toString(plan.rounds()),
                    Integer.toString(plan.seconds()))),
            Map.of(
                "CLASSPATH", System.getProperty("java.class.path"),
                "LD_PRELOAD", library.toString(),
                "CAIRN_BENCH_SYNC_MILLIS", Integer.toString(MILLIS)));
    Map<String, Double> medians = new LinkedHashMap<>();
    new ObjectMapper()
        .readTree(output.substring(output.lastIndexOf('{')))
        .properties()
        .forEach(figure -> medians.put(figure.getKey(), figure.getValue().asDouble()));
    report.add(
        "Writes in process, full, 1 KB, each sync " + MILLIS + " ms longer",
        "1 shard, " + CLIENTS + " clients",
        medians);
    Double ratio = medians.get(RATIO);
    if (ratio == null) {
      throw new IllegalStateException("the process with the slow disk said " + output);
    }
    report.measured(Bar.GROUP_COMMIT_SLOW_SYNC, ratio);
  }

  /**
   * What happens in the process: takes the data, the library, the rounds and the seconds of a turn,
   * and prints the medians as JSON.
   */
  @SuppressWarnings("restricted") // the suite is allowed native access
  public static void main(String... args) throws IOException, InterruptedException {
    Figures figures = new Figures();
    int rounds = Integer.parseInt(args[2]);
    int seconds = Integer.parseInt(args[3]);
    try (Arena arena = Arena.ofConfined();
        WriterPools threads = ScalingPart.pools();
        ExecutorService callers = Executors.newFixedThreadPool(2);
        OpenShards shards = OpenShards.open(Path.of(args[0]), 1, Durability.FULL, threads)) {
      MethodHandle syncs =
          Linker.nativeLinker()
              .downcallHandle(
                  SymbolLookup.libraryLookup(Path.of(args[1]), arena)
                      .findOrThrow("cairn_bench_syncs"),
                  FunctionDescriptor.of(ValueLayout.JAVA_LONG));
      WriteLoad.run(shards.grouping(), ENTRIES, CLIENTS, seconds, callers);
      for (int round = 0; round < rounds; round++) {
        double grouped = WriteLoad.run(shards.grouping(), ENTRIES, CLIENTS, seconds, callers);
        long before = count(syncs);
        double alone = WriteLoad.run(shards.alone(), ENTRIES, CLIENTS, seconds, callers);
        requireSlow(alone, seconds, count(syncs) - before);
        figures.add(GROUPED, grouped);
        figures.add(ALONE, alone);
        figures.add(RATIO, grouped / alone);
      }
    }
    System.out.println(new ObjectMapper().writeValueAsString(figures.medians()));
  }

  private static long count(MethodHandle syncs) {
    try {
      return (long) syncs.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("the library before the C library does not answer", e);
    }
  }

  /** Each commit of its own is a sync of its own: if they weren't slowed, that would show here. */
  private static void requireSlow(double alone, int seconds, long syncs) {
    if (syncs < alone * seconds || alone > 1000.0 / MILLIS) {
      throw new IllegalStateException(
          alone + " commits a second with " + syncs + " syncs: the disk was not slowed");
    }
  }
}
