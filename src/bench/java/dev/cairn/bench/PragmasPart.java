package dev.cairn.bench;

import dev.cairn.Durability;
import dev.cairn.sqlite.ConnectionSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What pragmas and kept connections are worth, in process on one file: reads and writes one after
 * the other, reads at a time, and both mixed, through the rooms of the service and through a
 * connection that is opened for each call. All ways take their turns in each round, the naive one
 * first.
 */
final class PragmasPart implements Part {

  private static final String TABLE = "One file in process, 10,000 entries of 1 KB";
  private static final int ENTRIES = 10_000;
  private static final int THREADS = 4;
  private static final String NORMAL = "rooms, normal";
  private static final String FULL = "rooms, full";
  private static final String NAIVE = "a connection for each call";

  private static final List<CallLoad.Shape> SHAPES =
      List.of(
          new CallLoad.Shape("reads in sequence", 1, 0),
          new CallLoad.Shape("writes in sequence", 1, 10),
          new CallLoad.Shape("reads by " + THREADS + " threads", THREADS, 0),
          new CallLoad.Shape("4 reads to 1 write by " + THREADS + " threads", THREADS, 2));

  @Override
  public void run(Plan plan, Report report) throws IOException, InterruptedException {
    Path naive = data(plan, "naive");
    Path normal = data(plan, "normal");
    Path full = data(plan, "full");
    try {
      Path file = Directories.shardFile(full);
      report.note(
          TABLE,
          "Read back from a writer: " + ConnectionSettings.ofWriter(file, Durability.NORMAL));
      report.note(
          TABLE, "With full durability: " + ConnectionSettings.ofWriter(file, Durability.FULL));
      report.note(TABLE, "From a reader: " + ConnectionSettings.ofReader(file));
      try (NaiveCalls each = new NaiveCalls(Directories.shardFile(naive));
          RoomCalls rooms = new RoomCalls(normal, Durability.NORMAL);
          RoomCalls durable = new RoomCalls(full, Durability.FULL)) {
        report.note(TABLE, "From " + NAIVE + ": " + each.settings());
        Map<String, Calls> ways = new LinkedHashMap<>();
        ways.put(NAIVE, each);
        ways.put(NORMAL, rooms);
        ways.put(FULL, durable);
        for (CallLoad.Shape shape : SHAPES) {
          measure(plan, report, ways, shape);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the settings could not be read", e);
    }
  }

  private static Path data(Plan plan, String way) {
    Path data = plan.work().resolve("pragmas-" + way);
    FilledShard.make(data, ENTRIES, 1024);
    return data;
  }

  private static void measure(
      Plan plan, Report report, Map<String, Calls> ways, CallLoad.Shape shape)
      throws InterruptedException {
    for (Calls way : ways.values()) {
      CallLoad.run(way, ENTRIES, shape, plan.seconds());
    }
    Map<String, Figures> figures = new LinkedHashMap<>();
    for (int round = 0; round < plan.rounds(); round++) {
      double naive = 0;
      for (Map.Entry<String, Calls> way : ways.entrySet()) {
        CallLoad.Pace pace = CallLoad.run(way.getValue(), ENTRIES, shape, plan.seconds());
        naive = way.getKey().equals(NAIVE) ? pace.perSecond() : naive;
        add(figures.computeIfAbsent(way.getKey(), any -> new Figures()), pace, naive);
      }
    }
    figures.forEach((way, own) -> report.add(TABLE, shape.title() + ", " + way, own.medians()));
  }

  private static void add(Figures figures, CallLoad.Pace pace, double naive) {
    figures.add("calls/s", pace.perSecond());
    figures.add("MiB/s", pace.mibPerSecond());
    figures.add("against " + NAIVE, pace.perSecond() / naive);
    figures.add("busy", pace.busy());
    figures.add("largest log MiB", pace.largestLogMib());
  }
}
