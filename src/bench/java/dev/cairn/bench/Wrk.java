package dev.cairn.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * wrk with {@code load.lua}: every load but those of HEAD, whose answers it takes for unfinished.
 */
final class Wrk implements LoadTool {

  private final Path script;
  private int runs;

  Wrk(Path home) {
    this.script = home.resolve("src/bench/wrk/load.lua");
  }

  @Override
  public Answered run(Server server, Load load, int connections, int seconds)
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
                script.toString()));
    if (server.key() != null) {
      command.addAll(List.of("-H", "Authorization: Bearer " + server.key()));
    }
    String output =
        Programs.output(
            addedTo(
                command,
                server.url(),
                "--",
                load.operation().word(),
                load.shardPrefix(),
                Integer.toString(load.shards()),
                Integer.toString(load.entries()),
                Integer.toString(++runs),
                Integer.toString(load.valueBytes()),
                load.spread().word()));
    JsonNode summary =
        new ObjectMapper().readTree(output.substring(output.lastIndexOf("{\"requests\"")));
    long requests = summary.get("requests").asLong();
    if (summary.get("errors").asLong() > 0
        || summary.get("bytes").asLong() < requests * load.leastBytes()) {
      throw new IllegalStateException(load + " was not answered as it must be: " + output);
    }
    return new Answered(
        requests,
        summary.get("refused").asLong(),
        summary.get("micros").asDouble() / 1e6,
        summary.get("p50").asDouble() / 1000,
        summary.get("p99").asDouble() / 1000,
        summary.get("worst").asDouble() / 1000);
  }

  private static List<String> addedTo(List<String> command, String... words) {
    command.addAll(List.of(words));
    return command;
  }
}
