package dev.cairn.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the flags of the Java machine cost and save: how soon the service is there, how much memory
 * it has, and what requests cost. All nodes are up at a time and take turns, so that what a loud
 * machine does to one it does to all; those without load cost no more than their memory.
 */
final class StartPart implements Part {

  private static final int CONNECTIONS = 64;
  private static final int ENTRIES = 1000;

  /** Of each candidate, at most. */
  private static final int STARTS = 3;

  private static final String SMALL = "Start of a node with one shard, and load on it";

  private static final Wrk.Load GET = new Wrk.Load("get", "s", 1, ENTRIES, 1024);
  private static final Wrk.Load PUT = new Wrk.Load("put", "s", 1, ENTRIES, 40);

  /** A choice of flags. */
  private record Choice(String title, List<String> flags) {

    static Choice of(String title, String... flags) {
      return new Choice(title, List.of(flags));
    }
  }

  private static final List<Choice> FEW =
      List.of(
          Choice.of("no flags"),
          Choice.of("Serial, 64 MiB", "-XX:+UseSerialGC", "-Xmx64m"),
          Choice.of(
              "Serial, 128 MiB, compact headers",
              "-XX:+UseSerialGC",
              "-Xmx128m",
              "-XX:+UseCompactObjectHeaders"),
          Choice.of("G1, 128 MiB", "-XX:+UseG1GC", "-Xmx128m"));

  private static final List<Choice> MORE =
      List.of(
          Choice.of("no flags, compact headers", "-XX:+UseCompactObjectHeaders"),
          Choice.of("Serial, 128 MiB", "-XX:+UseSerialGC", "-Xmx128m"),
          Choice.of("Serial, 256 MiB", "-XX:+UseSerialGC", "-Xmx256m"),
          Choice.of("Parallel, 128 MiB", "-XX:+UseParallelGC", "-Xmx128m"),
          Choice.of("G1, 256 MiB", "-XX:+UseG1GC", "-Xmx256m"),
          Choice.of("Shenandoah, 256 MiB", "-XX:+UseShenandoahGC", "-Xmx256m"),
          Choice.of("ZGC, 256 MiB", "-XX:+UseZGC", "-Xmx256m"),
          Choice.of(
              "Serial, 128 MiB, C1 only",
              "-XX:+UseSerialGC",
              "-Xmx128m",
              "-XX:TieredStopAtLevel=1"));

  /** A choice with data of its own, and what was measured of it. */
  private record Candidate(Choice choice, Path data, Figures figures) {}

  /** A candidate that is up. */
  private record Running(Candidate candidate, Node node) {}

  @Override
  public void run(Plan plan, Report report) throws IOException, InterruptedException {
    List<Choice> choices = plan.quick() ? FEW : Stream.concat(FEW.stream(), MORE.stream()).toList();
    Path filled = plan.work().resolve("start-filled");
    try (Node node = Node.start(plan, filled)) {
      Filling.shard(node.server(), "s0", "normal", ENTRIES);
    }
    List<Candidate> candidates = new ArrayList<>();
    for (Choice choice : choices) {
      Path own = plan.work().resolve("start-" + candidates.size());
      candidates.add(new Candidate(choice, Directories.copy(filled, own), new Figures()));
    }
    for (int round = 0; round < Math.min(STARTS, plan.rounds()); round++) {
      for (Candidate each : candidates) {
        startOnce(plan, each);
      }
    }
    putUnderLoad(plan, candidates);
    for (Candidate each : candidates) {
      report.add(SMALL, each.choice().title(), each.figures().medians());
    }
    for (Choice choice : choices) {
      report.add(large(plan), choice.title(), overMany(plan, choice).medians());
    }
  }

  private static void startOnce(Plan plan, Candidate candidate)
      throws IOException, InterruptedException {
    try (Node node = Node.launch(plan, candidate.data(), candidate.choice().flags())) {
      Figures figures = candidate.figures();
      figures.add("ready ms", node.awaitReady());
      figures.add(
          "first GET ms", node.awaitAnswer("/v1/shards/s0/namespaces/default/entries/k00000"));
      figures.add("CPU until then ms", node.server().cpuMicros() / 1000);
      figures.add("RSS started MiB", node.residentMib());
    }
  }

  private static void putUnderLoad(Plan plan, List<Candidate> candidates)
      throws IOException, InterruptedException {
    List<Running> nodes = new ArrayList<>();
    try {
      for (Candidate each : candidates) {
        Node node = Node.launch(plan, each.data(), each.choice().flags());
        nodes.add(new Running(each, node));
        node.awaitReady();
      }
      Wrk wrk = new Wrk(plan.home());
      for (Running each : nodes) {
        Warming.warm(plan, wrk, each.node().server(), GET, CONNECTIONS);
        Warming.warm(plan, wrk, each.node().server(), PUT, CONNECTIONS);
      }
      for (int round = 0; round < plan.rounds(); round++) {
        for (Running each : nodes) {
          turn(plan, wrk, each, GET, "GET");
          turn(plan, wrk, each, PUT, "PUT");
        }
      }
      for (Running each : nodes) {
        each.candidate().figures().add("RSS loaded MiB", each.node().residentMib());
        each.candidate().figures().add("RSS peak MiB", each.node().peakMib());
      }
    } finally {
      nodes.forEach(each -> each.node().close());
    }
  }

  private static void turn(Plan plan, Wrk wrk, Running running, Wrk.Load load, String name)
      throws IOException, InterruptedException {
    Wrk.Cost cost = wrk.run(running.node().server(), load, CONNECTIONS, plan.seconds());
    Figures figures = running.candidate().figures();
    figures.add(name + " CPU µs", cost.cpuMicros());
    figures.add(name + " p99 ms", cost.p99Millis());
  }

  private static String large(Plan plan) {
    return String.format(
        Locale.ROOT, "A node over %,d shards on disk, skewed load", TenantShards.count(plan));
  }

  private static Figures overMany(Plan plan, Choice choice)
      throws IOException, InterruptedException {
    int shards = TenantShards.count(plan);
    Figures figures = new Figures();
    try (Node node = Node.launch(plan, TenantShards.all(plan), choice.flags())) {
      figures.add("ready ms", node.awaitReady());
      figures.add("RSS started MiB", node.residentMib());
      Wrk wrk = new Wrk(plan.home());
      for (String operation : List.of("get@zipf", "put@zipf")) {
        Wrk.Load load =
            new Wrk.Load(operation, TenantShards.PREFIX, shards, TenantShards.ENTRIES, 40);
        Wrk.Cost cost = wrk.run(node.server(), load, CONNECTIONS, 4 * plan.seconds());
        figures.add(
            operation.substring(0, 3).toUpperCase(Locale.ROOT) + "/s", cost.requestsPerSecond());
      }
      figures.add("open shards", node.metric("cairn_shards_open"));
      figures.add("descriptors", node.descriptors());
      figures.add("threads", node.threads());
      figures.add("RSS loaded MiB", node.residentMib());
      figures.add("RSS peak MiB", node.peakMib());
    }
    return figures;
  }
}
