package dev.cairn.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Puts load on a server with wrk and tells what each request cost it. One thread. */
final class Wrk {

  private final Path script;
  private int runs;

  Wrk(Path home) {
    this.script = home.resolve("src/bench/wrk/load.lua");
  }

  /**
   * What is asked for.
   *
   * @param operation a word that {@code load.lua} knows
   * @param shardPrefix what the shards' ids begin with; a number from 0 follows
   * @param entries how many there are in each shard
   * @param leastBytes bytes that every answer has at least
   */
  record Load(String operation, String shardPrefix, int shards, int entries, int leastBytes) {

    /** Whether each request takes a revision. */
    boolean writes() {
      return operation.equals("put") || operation.equals("batch");
    }
  }

  /**
   * What a run found.
   *
   * @param cpuMicros processor time of the server for each request
   * @param compilerPart how much of it went into compiling, 0 to 1
   * @param p50Millis half of the requests took no longer
   * @param p99Millis 99 of 100 requests took no longer
   */
  record Cost(
      long requests,
      double requestsPerSecond,
      double cpuMicros,
      double compilerPart,
      double p50Millis,
      double p99Millis) {}

  /**
   * Runs a load. What waits unanswered at its end has cost something and is not counted.
   *
   * @throws IllegalStateException if any request failed or any answer can't have been whole
   */
  Cost run(Server server, Load load, int connections, int seconds)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "wrk",
                "-t" + Math.min(2, connections),
                "-c" + connections,
                "-d" + seconds + "s",
                "--timeout=30s",
                "-s",
                script.toString(),
                server.url(),
                "--"));
    command.addAll(
        List.of(
            load.operation(),
            load.shardPrefix(),
            Integer.toString(load.shards()),
            Integer.toString(load.entries()),
            Integer.toString(++runs)));
    double compilerBefore = server.compilerMicros();
    double before = server.cpuMicros();
    String output = Programs.output(command);
    double cpu = server.cpuMicros() - before;
    double compiler = Math.max(0, server.compilerMicros() - compilerBefore);
    JsonNode summary =
        new ObjectMapper().readTree(output.substring(output.lastIndexOf("{\"requests\"")));
    long requests = summary.get("requests").asLong();
    if (summary.get("errors").asLong() > 0
        || summary.get("bytes").asLong() < requests * load.leastBytes()) {
      throw new IllegalStateException(load + " was not answered as it must be: " + output);
    }
    return new Cost(
        requests,
        requests / summary.get("micros").asDouble() * 1e6,
        cpu / Math.max(1, requests),
        compiler / Math.max(1, cpu),
        summary.get("p50").asDouble() / 1000,
        summary.get("p99").asDouble() / 1000);
  }
}
