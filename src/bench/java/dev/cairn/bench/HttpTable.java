package dev.cairn.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What requests cost with one number of connections, in rounds. Each turn of an operation stands
 * between two turns of the no-op, and its ratio is to their mean; the same of the no-op over the
 * service's transport, where that is asked, too. One thread.
 */
final class HttpTable {

  /** What the ratio is called that bars are about. */
  static final String RATIO = "against the no-op";

  private static final String ALIKE = ", the service's transport";

  /** Of one turn: many short ones say more than few long ones. */
  private static final int SECONDS = 2;

  /** With each load, at most, after it has been warm with some number of connections. */
  private static final int WARMING_SECONDS = 10;

  /**
   * Who answers.
   *
   * @param noop of Quarkus as everybody gets it
   * @param alike the same over the transport that the service has
   */
  record Servers(Server cairn, Server noop, Server alike) {}

  /**
   * What is measured against the same no-op.
   *
   * @param byTitle the loads of Cairn by the titles of their lines
   * @param withAlike whether the no-op over the service's transport is asked, too
   */
  private record Group(Load nothing, Map<String, Load> byTitle, boolean withAlike) {}

  private final Turns turns;
  private final Servers servers;
  private final int connections;
  private final List<Group> groups = new ArrayList<>();
  private final Map<String, Figures> lines = new LinkedHashMap<>();

  /**
   * @param byTitle what is measured, by the titles of the lines
   * @param withAlike whether the no-op over the service's transport is asked, too, but for HEADs
   */
  HttpTable(
      Turns turns, Servers servers, int connections, Map<String, Load> byTitle, boolean withAlike) {
    this.turns = turns;
    this.servers = servers;
    this.connections = connections;
    Map<Load, Map<String, Load>> byNothing = new LinkedHashMap<>();
    byTitle.forEach(
        (title, load) ->
            byNothing
                .computeIfAbsent(load.nothing(), any -> new LinkedHashMap<>())
                .put(title, load));
    byNothing.forEach(
        (nothing, own) ->
            groups.add(new Group(nothing, own, withAlike && !nothing.asksForHeads())));
  }

  /** Takes all turns, once it is warm. */
  void measure(int rounds) throws IOException, InterruptedException {
    List<Turns.Warming> all = warming();
    turns.warmAtMost(WARMING_SECONDS * all.size(), all);
    for (int round = 0; round < rounds; round++) {
      for (Group group : groups) {
        round(group);
      }
    }
  }

  private List<Turns.Warming> warming() {
    List<Turns.Warming> all = new ArrayList<>();
    for (Group group : groups) {
      all.add(new Turns.Warming(servers.noop(), group.nothing(), connections));
      if (group.withAlike()) {
        all.add(new Turns.Warming(servers.alike(), group.nothing(), connections));
      }
      for (Load load : group.byTitle().values()) {
        all.add(new Turns.Warming(servers.cairn(), load, connections));
      }
    }
    return all;
  }

  private void round(Group group) throws IOException, InterruptedException {
    Map<String, Double> before = idle(group);
    for (Map.Entry<String, Load> each : group.byTitle().entrySet()) {
      Turns.Cost cost = turns.turn(servers.cairn(), each.getValue(), connections, SECONDS);
      Map<String, Double> after = idle(group);
      Figures own = line(each.getKey());
      cost.addTo(own);
      Map<String, Double> both = new LinkedHashMap<>(before);
      after.forEach((ratio, micros) -> both.merge(ratio, micros, Double::sum));
      both.forEach((ratio, micros) -> own.add(ratio, 2 * cost.cpuMicrosEach() / micros));
      before = after;
    }
  }

  /**
   * A turn of each no-op.
   *
   * @return what a request cost, by what the ratio to it is called
   */
  private Map<String, Double> idle(Group group) throws IOException, InterruptedException {
    String title = group.nothing().asksForHeads() ? "no-op, HEAD" : "no-op";
    Map<String, Double> micros = new LinkedHashMap<>();
    micros.put(RATIO, idle(servers.noop(), group.nothing(), title));
    if (group.withAlike()) {
      micros.put(RATIO + ALIKE, idle(servers.alike(), group.nothing(), title + ALIKE));
    }
    return micros;
  }

  private double idle(Server noop, Load nothing, String title)
      throws IOException, InterruptedException {
    Turns.Cost cost = turns.turn(noop, nothing, connections, SECONDS);
    cost.addTo(line(title));
    return cost.cpuMicrosEach();
  }

  private Figures line(String title) {
    return lines.computeIfAbsent(title, any -> new Figures());
  }

  /** The ratio to the no-op of plain Quarkus that a line has. */
  double ratio(String title) {
    return line(title).median(RATIO);
  }

  void report(Report report) {
    String table = "HTTP, " + connections + (connections == 1 ? " connection" : " connections");
    lines.forEach((title, own) -> report.add(table, title, own.medians()));
  }
}
