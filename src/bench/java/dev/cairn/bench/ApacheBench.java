package dev.cairn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * ab: the loads of HEAD. It has one thread, keeps its connections, and asks for one and the same
 * entry.
 */
final class ApacheBench implements LoadTool {

  /** More than any server answers; ab keeps a record of each. */
  private static final int MOST_REQUESTS = 2_000_000;

  private final Path percentiles;

  /**
   * @param work where it may leave a file
   */
  ApacheBench(Path work) {
    this.percentiles = work.resolve("ab.csv");
  }

  @Override
  public Answered run(Server server, Load load, int connections, int seconds)
      throws IOException, InterruptedException {
    if (!load.asksForHeads()) {
      throw new IllegalArgumentException(load + " has answers with bodies");
    }
    String output =
        Programs.output(
            List.of(
                "ab",
                "-i",
                "-k",
                "-q",
                "-t",
                Integer.toString(seconds),
                "-n",
                Integer.toString(MOST_REQUESTS),
                "-c",
                Integer.toString(connections),
                "-e",
                percentiles.toString(),
                server.url() + load.path()));
    long requests = (long) Programs.figure(output, "Complete requests: +(\\d+)");
    if (output.contains("Non-2xx responses")
        || Programs.figure(output, "Failed requests: +(\\d+)") > 0
        || Programs.figure(output, "Keep-Alive requests: +(\\d+)") < requests
        || Programs.figure(output, "HTML transferred: +(\\d+)") > 0
        || Programs.figure(output, "Total transferred: +(\\d+)") < requests * load.leastBytes()) {
      throw new IllegalStateException(load + " was not answered as it must be: " + output);
    }
    double taken = Programs.figure(output, "Time taken for tests: +([\\d.]+)");
    if (requests < 2) {
      return new Answered(requests, 0, taken, Double.NaN, Double.NaN, Double.NaN);
    }
    String served = Files.readString(percentiles);
    return new Answered(
        requests,
        0,
        taken,
        Programs.figure(served, "(?m)^50,([\\d.]+)"),
        Programs.figure(served, "(?m)^99,([\\d.]+)"),
        Programs.figure(output, "(?m)^ *100% +(\\d+)"));
  }
}
