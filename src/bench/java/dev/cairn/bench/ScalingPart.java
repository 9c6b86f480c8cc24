package dev.cairn.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.cairn.Durability;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Writes in process, committed in groups and one by one, by few clients and many, to the same
 * amount of data cut into one shard or many. All cases take their turns in each round; only the
 * shards of the turn are open.
 */
final class ScalingPart implements Part {

  private static final String GROUPED = "grouped/s";
  private static final String ALONE = "one transaction each/s";
  private static final String RATIO = "grouped / one each";

  /** Of all shards together. */
  private static final int ENTRIES = 20_000;

  private static final int MANY = 20;
  private static final int BUSY = 64;
  private static final int DESCRIPTORS_OF_A_SHARD = 8;

  private record Case(Durability durability, int shards, int clients) {}

  @Override
  public void run(Plan plan, Report report) throws IOException, InterruptedException {
    LoneWriter.measure(plan, report);
    List<Case> cases = cases(plan);
    for (int shards : cases.stream().map(Case::shards).distinct().toList()) {
      OpenShards.make(data(plan, shards), shards, ENTRIES / shards);
    }
    Map<Case, Figures> figures = new LinkedHashMap<>();
    Figures spread = new Figures();
    int threads = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());
    try (ExecutorService drains = Executors.newFixedThreadPool(threads);
        ExecutorService callers = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < plan.rounds(); round++) {
        Map<Case, Double> grouped = new LinkedHashMap<>();
        for (Case each : cases) {
          Figures own = figures.computeIfAbsent(each, any -> new Figures());
          grouped.put(each, turn(plan, drains, callers, each, own));
        }
        spread.add(
            RATIO,
            throughput(grouped, new Case(Durability.NORMAL, MANY, BUSY))
                / throughput(grouped, new Case(Durability.NORMAL, 1, BUSY)));
      }
    }
    report(report, figures, spread);
  }

  private static double throughput(Map<Case, Double> grouped, Case of) {
    Double found = grouped.get(of);
    if (found == null) {
      throw new IllegalStateException(of + " had no turn");
    }
    return found;
  }

  private static Path data(Plan plan, int shards) {
    return plan.work().resolve("scaling-" + shards);
  }

  private static List<Case> cases(Plan plan) {
    List<Durability> durabilities = List.of(Durability.NORMAL, Durability.FULL);
    List<Integer> shards = plan.quick() ? List.of(1, MANY) : List.of(1, 4, MANY, 100, 1000);
    List<Integer> clients = plan.quick() ? List.of(BUSY) : List.of(1, 8, BUSY);
    long descriptors =
        ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
            .getMaxFileDescriptorCount();
    return durabilities.stream()
        .flatMap(
            durability ->
                shards.stream()
                    .filter(count -> count * DESCRIPTORS_OF_A_SHARD < descriptors)
                    .flatMap(
                        count -> clients.stream().map(many -> new Case(durability, count, many))))
        .toList();
  }

  private static double turn(
      Plan plan, ExecutorService drains, ExecutorService callers, Case each, Figures figures)
      throws InterruptedException {
    int entries = ENTRIES / each.shards();
    try (OpenShards shards =
        OpenShards.open(data(plan, each.shards()), each.shards(), each.durability(), drains)) {
      WriteLoad.run(shards.grouping(), entries, each.clients(), 1, callers);
      double grouped =
          WriteLoad.run(shards.grouping(), entries, each.clients(), plan.seconds(), callers);
      double alone =
          WriteLoad.run(shards.alone(), entries, each.clients(), plan.seconds(), callers);
      figures.add(GROUPED, grouped);
      figures.add(ALONE, alone);
      figures.add(RATIO, grouped / alone);
      return grouped;
    }
  }

  private static void report(Report report, Map<Case, Figures> figures, Figures spread) {
    figures.forEach(
        (each, own) ->
            report.add(
                "Writes in process, " + each.durability().word() + ", 1 KB",
                counted(each.shards(), " shard") + ", " + counted(each.clients(), " client"),
                own.medians()));
    Figures full = figures.get(new Case(Durability.FULL, 1, BUSY));
    if (full != null) {
      report.measured(Bar.GROUP_COMMIT, full.median(RATIO));
    }
    report.measured(Bar.MANY_SHARDS, spread.median(RATIO));
  }

  private static String counted(int count, String noun) {
    return count + noun + (count == 1 ? "" : "s");
  }
}
