package dev.cairn.cli;

import dev.cairn.cli.ImportAnswer.LineError;
import dev.cairn.cli.Tally.Counts;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;

/**
 * Sends chunks and works out what became of each line. Any thread.
 *
 * <p>A chunk that may have been applied before (its answer was lost, or the command was killed)
 * finds its own entries in the way under {@code fail}. A line that is refused then counts as
 * confirmed if the entry's value equals what the line would have stored, and as failed otherwise.
 */
final class ChunkSender {

  private final ServerClient client;
  private final OnConflict onConflict;
  private final Tally tally;

  ChunkSender(ServerClient client, OnConflict onConflict, Tally tally) {
    this.client = client;
    this.onConflict = onConflict;
    this.tally = tally;
  }

  /**
   * Sends a chunk; when it returns, each of its lines is counted.
   *
   * @throws ServerGone if the server can't be reached, or speaks another language; nothing of the
   *     chunk is counted then, but some of it may have been applied
   */
  void send(Chunk chunk) throws ServerGone, InterruptedException {
    HttpRequest request =
        client
            .to("/v1/shards/" + chunk.shard() + "/import?onConflict=" + onConflict)
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofByteArray(chunk.body()))
            .build();
    ServerClient.Answer<byte[]> answer =
        client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    boolean sentBefore = chunk.sentBefore() || answer.attempts() > 1;
    if (answer.status() == 413 && chunk.lines().size() > 1) {
      sendHalves(chunk, sentBefore);
    } else if (answer.status() / 100 != 2) {
      String why = Problem.describe(answer.status(), answer.body());
      chunk.lines().forEach(line -> tally.fail(line.name(), why));
    } else {
      settle(chunk, parsed(answer), sentBefore);
    }
  }

  private void sendHalves(Chunk chunk, boolean sentBefore) throws ServerGone, InterruptedException {
    for (Chunk half : chunk.halves(sentBefore)) {
      send(half);
    }
  }

  private static ImportAnswer parsed(ServerClient.Answer<byte[]> answer) throws ServerGone {
    try {
      return ImportAnswer.parse(answer.body());
    } catch (IOException e) {
      throw new ServerGone("The server's answer to an import can't be read: " + e.getMessage());
    }
  }

  private void settle(Chunk chunk, ImportAnswer answer, boolean sentBefore)
      throws ServerGone, InterruptedException {
    boolean doubtful = sentBefore && onConflict == OnConflict.FAIL && answer.failed() > 0;
    if (doubtful && answer.moreErrors() && chunk.lines().size() > 1) {
      // Not every refused line is named, so ask again with fewer lines; those that this request
      // made are then found equal.
      sendHalves(chunk, true);
      return;
    }
    tally.add(new Counts(answer.created(), answer.replaced(), answer.skipped(), 0, 0));
    for (LineError error : answer.errors()) {
      settle(line(chunk, error), error, doubtful);
    }
    long unnamed = answer.failed() - answer.errors().size();
    for (long i = 0; i < unnamed; i++) {
      tally.fail(
          "an item of " + span(chunk), "refused, but the server's answer has no room for it");
    }
  }

  private void settle(Line line, LineError error, boolean doubtful)
      throws ServerGone, InterruptedException {
    if (doubtful && isStored(line)) {
      tally.add(new Counts(0, 0, 0, 1, 0));
    } else {
      tally.fail(line.name(), error.code() + ": " + error.detail());
    }
  }

  private static Line line(Chunk chunk, LineError error) throws ServerGone {
    List<Line> lines = chunk.lines();
    if (error.line() < 1 || error.line() > lines.size()) {
      throw new ServerGone(
          "The server's answer names line " + error.line() + " of " + lines.size() + ".");
    }
    return lines.get(error.line() - 1);
  }

  private static String span(Chunk chunk) {
    return chunk.lines().getFirst().name() + " to " + chunk.lines().getLast().name();
  }

  private boolean isStored(Line line) throws ServerGone, InterruptedException {
    String path =
        "/v1/shards/"
            + line.shard()
            + "/namespaces/"
            + line.namespace()
            + "/entry?key="
            + ServerClient.encoded(line.key());
    ServerClient.Answer<byte[]> answer =
        client.send(client.to(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
    return answer.status() == 200 && Arrays.equals(CliJson.onOneLine(answer.body()), line.value());
  }
}
