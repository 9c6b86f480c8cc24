package dev.cairn.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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

  /** Of one turn over one shard. */
  private static final int SECONDS = 2;

  /** Of one turn over many shards. */
  private static final int SECONDS_OVER_MANY = 8;

  private static final Load GET = new Load(Load.Operation.GET, "s", 1, ENTRIES);
  private static final Load PUT = new Load(Load.Operation.PUT, "s", 1, ENTRIES);

  /** A choice of flags, which stand in the place of those that users have. */
  private record Choice(String title, List<String> flags) {

    static Choice of(String title, String... flags) {
      return new Choice(title, List.of(flags));
    }
  }

  private static List<Choice> choices(Plan plan) {
    List<Choice> choices = new ArrayList<>();
    choices.add(Choice.of("no flags"));
    choices.add(new Choice("as it is shipped", Server.shippedOptions(plan)));
    choices.add(Choice.of("Serial, 128 MiB", "-XX:+UseSerialGC", "-Xmx128m"));
    choices.add(Choice.of("Parallel, 128 MiB", "-XX:+UseParallelGC", "-Xmx128m"));
    choices.add(Choice.of("G1, 128 MiB", "-XX:+UseG1GC", "-Xmx128m"));
    choices.add(Choice.of("Serial, 256 MiB", "-XX:+UseSerialGC", "-Xmx256m"));
    return choices;
  }

  /** A choice with data of its own, and what was measured of it. */
  private record Candidate(Choice choice, Path data, Figures figures) {}

  /** A candidate that is up. */
  private record Running(Candidate candidate, Node node) {}

  @Override
  public void run(Plan plan, Report report) throws IOException, InterruptedException {
    Turns turns = new Turns(plan);
    List<Choice> choices = choices(plan);
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
    putUnderLoad(plan, turns, candidates);
    for (Candidate each : candidates) {
      report.add(SMALL, each.choice().title(), each.figures().medians());
    }
    for (Choice choice : choices) {
      report.add(large(plan), choice.title(), overMany(plan, turns, choice).medians());
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

  private static void putUnderLoad(Plan plan, Turns turns, List<Candidate> candidates)
      throws IOException, InterruptedException {
    List<Running> nodes = new ArrayList<>();
    try {
      for (Candidate each : candidates) {
        Node node = Node.launch(plan, each.data(), each.choice().flags());
        nodes.add(new Running(each, node));
        node.awaitReady();
      }
      warm(plan, turns, nodes);
      for (int round = 0; round < plan.rounds(); round++) {
        for (Running each : nodes) {
          turn(turns, each, GET);
          turn(turns, each, PUT);
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

  private static void warm(Plan plan, Turns turns, List<Running> nodes)
      throws IOException, InterruptedException {
    List<Turns.Warming> all = new ArrayList<>();
    for (Running each : nodes) {
      all.add(new Turns.Warming(each.node().server(), GET, CONNECTIONS));
      all.add(new Turns.Warming(each.node().server(), PUT, CONNECTIONS));
    }
    turns.warmAtMost(plan.quick() ? 60 : 180, all);
  }

  private static void turn(Turns turns, Running running, Load load)
      throws IOException, InterruptedException {
    Turns.Cost cost = turns.turn(running.node().server(), load, CONNECTIONS, SECONDS);
    Figures figures = running.candidate().figures();
    figures.add(load.operation() + " CPU µs", cost.cpuMicrosEach());
    figures.add(load.operation() + " p99 ms", cost.answered().p99Millis());
  }

  private static String large(Plan plan) {
    return String.format(
        Locale.ROOT, "A node over %,d shards on disk, skewed load", TenantShards.count(plan));
  }

  private static Figures overMany(Plan plan, Turns turns, Choice choice)
      throws IOException, InterruptedException {
    int shards = TenantShards.count(plan);
    Figures figures = new Figures();
    try (Node node = Node.launch(plan, TenantShards.all(plan), choice.flags())) {
      figures.add("ready ms", node.awaitReady());
      figures.add("RSS started MiB", node.residentMib());
      for (Load.Operation operation : List.of(Load.Operation.GET, Load.Operation.PUT)) {
        Load load =
            new Load(operation, TenantShards.PREFIX, shards, TenantShards.ENTRIES)
                .spread(Load.Spread.ZIPF);
        Turns.Cost cost = turns.turn(node.server(), load, CONNECTIONS, SECONDS_OVER_MANY);
        figures.add(operation + "/s", cost.requestsPerSecond());
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
