package dev.cairn.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.cairn.Durability;
import dev.cairn.shard.ShardSettings;
import dev.cairn.write.WriterPools;
import dev.cairn.write.WriterThreads;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Writes in process, committed in groups and one by one, by few clients and many, to the same
 * amount of data cut into one shard or many. All cases take their turns in each round; the shards
 * of the turn are open, all of them, and no others.
 */
final class ScalingPart implements Part {

  private static final String GROUPED = "grouped/s";
  private static final String ALONE = "one transaction each/s";
  private static final String RATIO = "grouped / one each";

  /** Of all shards together. */
  private static final int ENTRIES = 20_000;

  private static final int MANY = 20;

  /** More than {@link #MANY}, what must not slow anything down. */
  private static final List<Integer> MULTITUDES = List.of(100, 1000);

  private static final int BUSY = 64;

  /** Of one turn: many short ones say more than few long ones. */
  private static final int SECONDS = 2;

  /** How many shards a second of warming is enough for, so that each is written to some times. */
  private static final int WARMED_IN_A_SECOND = 200;

  private static final int DESCRIPTORS_OF_A_SHARD = 8;

  private record Case(Durability durability, int shards, int clients) {

    Case(Durability durability, int shards) {
      this(durability, shards, BUSY);
    }

    /** Whether the same is done with a transaction for each write, too. */
    boolean isCompared() {
      return shards == 1 || shards == MANY;
    }
  }

  @Override
  public void run(Plan plan, Report report) throws IOException, InterruptedException {
    LoneWriter.measure(plan, report);
    SlowSync.measure(plan, report);
    List<Case> cases = cases(plan);
    for (int shards : cases.stream().map(Case::shards).distinct().toList()) {
      OpenShards.make(data(plan, shards), shards, ENTRIES / shards);
    }
    Map<Case, Figures> figures = new LinkedHashMap<>();
    Figures spread = new Figures();
    try (WriterPools threads = pools();
        ExecutorService callers = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < plan.rounds(); round++) {
        Map<Case, Double> grouped = new LinkedHashMap<>();
        for (Case each : cases) {
          Figures own = figures.computeIfAbsent(each, any -> new Figures());
          grouped.put(each, turn(plan, threads, callers, each, own));
        }
        compare(grouped, spread);
      }
    }
    report(report, figures, spread);
  }

  /** The threads that a node has by default. */
  static WriterPools pools() {
    return new WriterPools(
        ShardSettings.DEFAULT.writerThreads(), ShardSettings.DEFAULT.diskWriterThreads());
  }

  /** Adds what many shards reach against one, and what multitudes reach against many. */
  private static void compare(Map<Case, Double> grouped, Figures spread) {
    double many = throughput(grouped, MANY);
    spread.add(against(MANY, 1), many / throughput(grouped, 1));
    for (int shards : MULTITUDES) {
      if (grouped.containsKey(new Case(Durability.NORMAL, shards))) {
        spread.add(against(shards, MANY), throughput(grouped, shards) / many);
      }
    }
  }

  private static double throughput(Map<Case, Double> grouped, int shards) {
    Double found = grouped.get(new Case(Durability.NORMAL, shards));
    if (found == null) {
      throw new IllegalStateException(shards + " shards had no turn");
    }
    return found;
  }

  private static String against(int shards, int fewer) {
    return shards + " / " + fewer;
  }

  private static Path data(Plan plan, int shards) {
    return plan.work().resolve("scaling-" + shards);
  }

  private static List<Case> cases(Plan plan) {
    List<Case> cases = new ArrayList<>();
    for (Durability durability : List.of(Durability.NORMAL, Durability.FULL)) {
      cases.add(new Case(durability, 1));
      if (!plan.quick()) {
        cases.add(new Case(durability, 4));
      }
      if (!plan.quick() || durability == Durability.NORMAL) {
        cases.add(new Case(durability, MANY));
        MULTITUDES.forEach(shards -> cases.add(new Case(durability, shards)));
      }
      for (int clients : plan.quick() ? List.<Integer>of() : List.of(1, 4, 16)) {
        cases.add(new Case(durability, 1, clients));
        cases.add(new Case(durability, MANY, clients));
      }
    }
    long descriptors =
        ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
            .getMaxFileDescriptorCount();
    cases.removeIf(each -> each.shards() >= descriptors / DESCRIPTORS_OF_A_SHARD);
    return cases;
  }

  private static double turn(
      Plan plan, WriterThreads threads, ExecutorService callers, Case each, Figures figures)
      throws InterruptedException {
    int entries = ENTRIES / each.shards();
    try (OpenShards shards =
        OpenShards.open(data(plan, each.shards()), each.shards(), each.durability(), threads)) {
      int warming = Math.max(1, each.shards() / WARMED_IN_A_SECOND);
      WriteLoad.run(shards.grouping(), entries, each.clients(), warming, callers);
      double grouped = WriteLoad.run(shards.grouping(), entries, each.clients(), SECONDS, callers);
      figures.add(GROUPED, grouped);
      if (each.isCompared()) {
        double alone = WriteLoad.run(shards.alone(), entries, each.clients(), SECONDS, callers);
        figures.add(ALONE, alone);
        figures.add(RATIO, grouped / alone);
      }
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
    report.add("More shards, normal, 1 KB, 64 clients", "throughput", spread.medians());
    Figures full = figures.get(new Case(Durability.FULL, 1));
    if (full != null) {
      report.measured(Bar.GROUP_COMMIT, full.median(RATIO));
    }
    report.measured(Bar.MANY_SHARDS, spread.median(against(MANY, 1)));
    MULTITUDES.stream()
        .map(shards -> spread.medians().get(against(shards, MANY)))
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .ifPresent(lowest -> report.measured(Bar.NEVER_SHRINKS, lowest));
  }

  private static String counted(int count, String noun) {
    return count + noun + (count == 1 ? "" : "s");
  }
}
