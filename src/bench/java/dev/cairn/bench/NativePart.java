package dev.cairn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The native executable beside the same service on a Java machine: how soon it answers, how much
 * memory it has, how much it serves. Both take turns in everything.
 */
final class NativePart implements Part {

  private static final int CONNECTIONS = 64;
  private static final int ENTRIES = 1000;

  /** Of each program, with each data directory. */
  private static final int STARTS = 5;

  /** After its first answer a node is left alone for so long before it is at rest, in seconds. */
  private static final int REST_SECONDS = 3;

  private static final int HOT_SHARDS = 100;

  private static final String START = "Start of the executable and of a Java machine";
  private static final String HOT = "A node with " + HOT_SHARDS + " hot shards and a backup";
  private static final String LOAD = "GET and PUT of 1 KB, one shard, 64 connections";

  private static final String FIRST = "first 200 ms";
  private static final String AT_REST = "RSS at rest MiB";
  private static final String LOADED = "RSS loaded MiB";
  private static final String WITH_LITESTREAM = "with Litestream MiB";

  private static final String GETS = Load.Operation.GET + "/s";

  private static final Load GET = new Load(Load.Operation.GET, "s", 1, ENTRIES);
  private static final Load PUT = new Load(Load.Operation.PUT, "s", 1, ENTRIES);

  private int directories;

  /** A way to run the service, and what was measured of it. */
  private record Side(Program program, Figures figures) {

    static Side of(Program program) {
      return new Side(program, new Figures());
    }
  }

  @Override
  public void run(Plan plan, Report report) throws IOException, InterruptedException {
    List<Program> programs = List.of(Program.executable(plan), Program.shipped(plan));
    report.measured(Bar.NATIVE_SIZE, Files.size(Program.executablePath(plan)) / 1e6);

    List<Side> empty = starts(plan, programs, null);
    tell(report, START, ", no shard", empty);
    report.measured(Bar.NATIVE_START, empty.getFirst().figures().median(FIRST));
    report.measured(Bar.NATIVE_IDLE, empty.getFirst().figures().median(AT_REST));

    List<Side> many = starts(plan, programs, TenantShards.all(plan));
    tell(report, START, String.format(Locale.ROOT, ", %,d shards", TenantShards.count(plan)), many);
    report.measured(Bar.NATIVE_START_MANY, many.getFirst().figures().median(FIRST));

    List<Side> hot = hot(plan, programs);
    tell(report, HOT, "", hot);
    report.measured(Bar.NATIVE_HOT, hot.getFirst().figures().median(LOADED));
    report.measured(
        Bar.NATIVE_HOT_WITH_LITESTREAM, hot.getFirst().figures().median(WITH_LITESTREAM));

    List<Side> load = load(plan, programs);
    tell(report, LOAD, "", load);
    report.measured(
        Bar.NATIVE_GET,
        load.getFirst().figures().median(GETS) / load.getLast().figures().median(GETS));
  }

  private static void tell(Report report, String table, String where, List<Side> sides) {
    for (Side side : sides) {
      report.add(table, side.program().title() + where, side.figures().medians());
    }
  }

  /** One that nobody has yet. */
  private Path directory(Plan plan) {
    return plan.work().resolve("native-" + directories++);
  }

  /**
   * Starts each of them, in turns.
   *
   * @param data the directory for all; a first start that brings it to the form it has from then on
   *     does not count. If null, each start has a new one.
   */
  private List<Side> starts(Plan plan, List<Program> programs, @Nullable Path data)
      throws IOException, InterruptedException {
    List<Side> sides = programs.stream().map(Side::of).toList();
    if (data != null) {
      startOnce(plan, Side.of(programs.getFirst()), data);
    }
    for (int round = 0; round < STARTS; round++) {
      for (Side side : sides) {
        startOnce(plan, side, data == null ? directory(plan) : data);
      }
    }
    return sides;
  }

  private static void startOnce(Plan plan, Side side, Path data)
      throws IOException, InterruptedException {
    try (Node node = Node.launch(plan, data, "off", side.program())) {
      side.figures().add(FIRST, node.awaitAnswer("/v1/shards?limit=1"));
      side.figures().add("CPU until then ms", node.server().cpuMicros() / 1000);
      TimeUnit.SECONDS.sleep(REST_SECONDS);
      side.figures().add(AT_REST, node.residentMib());
    }
  }

  private List<Side> hot(Plan plan, List<Program> programs)
      throws IOException, InterruptedException {
    List<Side> sides = programs.stream().map(Side::of).toList();
    Turns turns = new Turns(plan);
    Path made = directory(plan);
    TenantShards.make(made, HOT_SHARDS, TenantShards.ENTRIES);
    for (Side side : sides) {
      Path data = Directories.copy(made, directory(plan));
      String backup = "file://" + directory(plan);
      try (Node node = Node.launch(plan, data, backup, side.program())) {
        node.awaitReady();
        Figures figures = side.figures();
        for (Load.Operation operation : List.of(Load.Operation.GET, Load.Operation.PUT)) {
          Load load = new Load(operation, TenantShards.PREFIX, HOT_SHARDS, TenantShards.ENTRIES);
          figures.add(
              operation + "/s",
              turns.turn(node.server(), load, CONNECTIONS, plan.seconds()).requestsPerSecond());
        }
        figures.add("open shards", node.metric("cairn_shards_open"));
        figures.add(LOADED, node.residentMib());
        figures.add(WITH_LITESTREAM, node.residentWithChildrenMib());
        figures.add("RSS peak MiB", node.peakMib());
      }
    }
    return sides;
  }

  private List<Side> load(Plan plan, List<Program> programs)
      throws IOException, InterruptedException {
    List<Side> sides = programs.stream().map(Side::of).toList();
    List<Node> nodes = new ArrayList<>();
    Turns turns = new Turns(plan);
    try {
      List<Turns.Warming> warming = new ArrayList<>();
      for (Side side : sides) {
        Node node = Node.launch(plan, directory(plan), "off", side.program());
        nodes.add(node);
        node.awaitReady();
        Filling.shard(node.server(), "s0", "normal", ENTRIES);
        warming.add(new Turns.Warming(node.server(), GET, CONNECTIONS));
        warming.add(new Turns.Warming(node.server(), PUT, CONNECTIONS));
      }
      turns.warm(warming);
      for (int round = 0; round < plan.rounds(); round++) {
        for (int i = 0; i < sides.size(); i++) {
          for (Load load : List.of(GET, PUT)) {
            Figures figures = sides.get(i).figures();
            Turns.Cost cost = turns.turn(nodes.get(i).server(), load, CONNECTIONS, plan.seconds());
            figures.add(load.operation() + "/s", cost.requestsPerSecond());
            figures.add(load.operation() + " CPU µs", cost.cpuMicrosEach());
            figures.add(load.operation() + " p99 ms", cost.answered().p99Millis());
          }
        }
      }
    } finally {
      nodes.forEach(Node::close);
    }
    return sides;
  }
}
