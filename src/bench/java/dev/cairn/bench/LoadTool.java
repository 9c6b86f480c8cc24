package dev.cairn.bench;

import java.io.IOException;

/** A program that puts load on a server. One thread. */
interface LoadTool {

  /**
   * What a run found. Times are no numbers where too little was answered to tell.
   *
   * @param requests that were answered
   * @param refused those of them that were answered 429 or 503, where a load allows it
   * @param p50Millis half of the requests took no longer
   * @param p99Millis 99 of 100 requests took no longer
   * @param worstMillis no request took longer
   */
  record Answered(
      long requests,
      long refused,
      double seconds,
      double p50Millis,
      double p99Millis,
      double worstMillis) {}

  /**
   * Runs a load. What waits unanswered at its end is not counted.
   *
   * @throws IllegalStateException if any request failed or any answer can't have been whole
   */
  Answered run(Server server, Load load, int connections, int seconds)
      throws IOException, InterruptedException;
}
