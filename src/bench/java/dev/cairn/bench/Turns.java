package dev.cairn.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Puts load on servers, a turn at a time, tells what each request cost the server, and has the
 * shards confirm what was written. One thread.
 */
final class Turns {

  /** What a table calls the processor time for each request. */
  static final String CPU_EACH = "server CPU µs";

  /** Of each load, before it is seen whether the compiler has gone quiet. */
  private static final int WARMING_SECONDS = 1;

  /**
   * Connections that come, ask once and go before each warming turn. What is done for each of them
   * would otherwise get hot only after dozens of turns, amid those that count.
   */
  private static final int VISITS = 500;

  /** Of warming for each load, at most, pauses included. */
  private static final int MOST_WARMING_SECONDS = 50;

  /**
   * What may still go into compiling, on the whole, when things count as warm: in the turns and in
   * the pauses after them, against all processor time in the turns.
   */
  private static final double QUIET_COMPILER = 0.05;

  /** The same of any one load. */
  private static final double QUIET_COMPILER_OF_ONE = 0.1;

  /**
   * Quiet cycles, one after the other. What is done once for many requests is compiled long after
   * what is done for each; so with each load they are about as long as its turns that count.
   */
  private static final int QUIET_CYCLES = 5;

  /** In more shards than these it is not asked what was written: most would be opened for it. */
  private static final int MOST_CONFIRMED = 100;

  /** Requests that each connection has answered in a turn at least. */
  private static final int ANSWERED_EACH = 20;

  /** After a turn this long no longer one is tried. */
  private static final int MOST_SECONDS = 30;

  private final LoadTool wrk;
  private final LoadTool apacheBench;

  Turns(Plan plan) {
    this.wrk = new Wrk(plan.home());
    this.apacheBench = new ApacheBench(plan.work());
  }

  /**
   * What a turn cost.
   *
   * @param cpuMicros processor time of the server, from the beginning to the end
   * @param compilerMicros how much of it went into compiling
   */
  record Cost(LoadTool.Answered answered, double cpuMicros, double compilerMicros) {

    /** Processor time for each request, what is not answered at the end included. */
    double cpuMicrosEach() {
      return cpuMicros / Math.max(1, answered.requests());
    }

    double requestsPerSecond() {
      return answered.requests() / answered.seconds();
    }

    /** Adds what a table says of a turn. */
    void addTo(Figures figures) {
      figures.add(CPU_EACH, cpuMicrosEach());
      figures.add("of it compiler", compilerMicros / Math.max(1, cpuMicros));
      figures.add("requests/s", requestsPerSecond());
      figures.add("p50 ms", answered.p50Millis());
      figures.add("p99 ms", answered.p99Millis());
    }
  }

  /** A load that a server is to be warm for. */
  record Warming(Server server, Load load, int connections) {}

  /**
   * Puts on one load after the other, again and again, until the compilers of the servers have seen
   * it all. On a loud machine that may never be; then it ends nevertheless, and what is compiled in
   * the turns that count is in their figures.
   */
  void warm(List<Warming> all) throws IOException, InterruptedException {
    warmAtMost(MOST_WARMING_SECONDS * all.size(), all);
  }

  /**
   * The same, but no cycle begins after so many seconds: where servers are only compared with
   * themselves, where many have to be warm, or where they have been warm for almost the same.
   */
  void warmAtMost(int seconds, List<Warming> all) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    int quiet = 0;
    while (quiet < QUIET_CYCLES && System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(seconds)) {
      quiet = isQuietCycle(all) ? quiet + 1 : 0;
    }
  }

  private boolean isQuietCycle(List<Warming> all) throws IOException, InterruptedException {
    double cpu = 0;
    double compiler = 0;
    boolean quiet = true;
    for (Warming each : all) {
      double before = each.server().compilerMicros();
      visit(each);
      Cost cost = run(each.server(), each.load(), each.connections(), WARMING_SECONDS);
      double compiled = each.server().compilerMicros() - before;
      cpu += cost.cpuMicros();
      compiler += compiled;
      quiet &= compiled <= QUIET_COMPILER_OF_ONE * cost.cpuMicros();
    }
    return quiet && compiler <= QUIET_COMPILER * cpu;
  }

  private static void visit(Warming warming) throws IOException {
    byte[] request = ClientConnection.get(warming.load().path(), warming.server().key());
    for (int visit = 0; visit < VISITS; visit++) {
      try (ClientConnection connection = new ClientConnection(warming.server().port())) {
        connection.time(request);
      }
    }
  }

  /**
   * One turn. If it answers too little it is made again and twice as long, so that what is under
   * way at its end does not matter.
   *
   * @throws IllegalStateException if the answers or the shards' revisions are not what they must be
   */
  Cost turn(Server server, Load load, int connections, int seconds)
      throws IOException, InterruptedException {
    for (int tried = seconds; ; tried *= 2) {
      Cost cost = confirmed(server, load, connections, tried);
      if (cost.answered().requests() >= (long) ANSWERED_EACH * connections
          || load.endsInSilence()
          || tried > MOST_SECONDS) {
        return cost;
      }
    }
  }

  private Cost confirmed(Server server, Load load, int connections, int seconds)
      throws IOException, InterruptedException {
    long revisionsBefore = revisions(server, load);
    Cost cost = run(server, load, connections, seconds);
    confirm(load, connections, cost.answered(), revisions(server, load) - revisionsBefore);
    return cost;
  }

  /**
   * Puts on a load, and then waits until what it made the server compile is compiled: it must not
   * fall into the next turn, of this server or of another.
   */
  private Cost run(Server server, Load load, int connections, int seconds)
      throws IOException, InterruptedException {
    LoadTool tool = load.asksForHeads() ? apacheBench : wrk;
    double compilerBefore = server.compilerMicros();
    double cpuBefore = server.cpuMicros();
    LoadTool.Answered answered = tool.run(server, load, connections, seconds);
    double cpu = server.cpuMicros() - cpuBefore;
    double compiler = server.compilerMicros() - compilerBefore;
    server.awaitCompiled();
    return new Cost(answered, cpu, compiler);
  }

  private static boolean isConfirmed(Load load) {
    return load.writes() && load.shards() <= MOST_CONFIRMED;
  }

  /** What a turn leaves unanswered, one request a connection, may be written in the next one. */
  private static void confirm(
      Load load, int connections, LoadTool.Answered answered, long written) {
    long unanswered = written - (answered.requests() - answered.refused());
    if (isConfirmed(load) && (unanswered < 0 || unanswered > 2L * connections)) {
      throw new IllegalStateException(
          written + " revisions were taken by " + answered + " of " + load);
    }
  }

  /** The shards' revisions, added up, once they stand still. */
  private static long revisions(Server server, Load load) throws IOException, InterruptedException {
    if (!isConfirmed(load)) {
      return 0;
    }
    long total = -1;
    long before;
    do {
      before = total;
      total = 0;
      for (int shard = 0; shard < load.shards(); shard++) {
        String status = server.require("GET", "/v1/shards/" + load.shardPrefix() + shard, "");
        total += new ObjectMapper().readTree(status).get("revision").asLong();
      }
    } while (total != before);
    return total;
  }
}
