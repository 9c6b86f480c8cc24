package dev.cairn.cli;

import dev.cairn.cli.BatchAnswer.Result;
import dev.cairn.cli.Tally.Outcome;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;

/**
 * Sends chunks and works out what became of each line. Any thread.
 *
 * <p>Values go out in JSON batches and not as NDJSON, since a value that was laid out over several
 * lines has to arrive as it stands.
 *
 * <p>A chunk that may have been applied before (its answer was lost, or the command was killed)
 * finds its own entries in the way under {@code fail}. A line that is refused for that then counts
 * as confirmed if the entry's value equals the line's, and as failed otherwise.
 */
final class ChunkSender {

  private static final int CREATED = 201;
  private static final int REPLACED = 200;
  private static final int EXISTS = 412;

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
            .to("/v1/shards/" + chunk.shard() + "/namespaces/default/batch")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    chunk.body(onConflict == OnConflict.REPLACE)))
            .build();
    ServerClient.Answer<byte[]> answer =
        client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    boolean sentBefore = chunk.sentBefore() || answer.attempts() > 1;
    if (mayFitInParts(answer.status()) && chunk.lines().size() > 1) {
      for (Chunk half : chunk.halves(sentBefore)) {
        send(half);
      }
    } else if (answer.status() / 100 != 2) {
      String why = Problem.describe(answer.status(), answer.body());
      chunk.lines().forEach(line -> tally.fail(line.number(), line.name(), why));
    } else {
      settle(chunk, parsed(answer, chunk.lines().size()), sentBefore);
    }
  }

  /** Too large as a whole, or one line is deeper than this server takes and spoils the others. */
  private static boolean mayFitInParts(int status) {
    return status == 413 || status == 400;
  }

  private static BatchAnswer parsed(ServerClient.Answer<byte[]> answer, int asked)
      throws ServerGone {
    try {
      return BatchAnswer.parse(answer.body(), asked);
    } catch (IOException e) {
      throw new ServerGone("The server's answer to a batch can't be read: " + e.getMessage());
    }
  }

  private void settle(Chunk chunk, BatchAnswer answer, boolean sentBefore)
      throws ServerGone, InterruptedException {
    for (int i = 0; i < chunk.lines().size(); i++) {
      Line line = chunk.lines().get(i);
      Result result = answer.results().get(i);
      switch (result.status()) {
        case CREATED -> tally.count(Outcome.CREATED);
        case REPLACED -> tally.count(Outcome.REPLACED);
        case EXISTS -> exists(line, sentBefore);
        default -> tally.fail(line.number(), line.name(), result.code() + ": " + result.detail());
      }
    }
  }

  private void exists(Line line, boolean sentBefore) throws ServerGone, InterruptedException {
    if (onConflict == OnConflict.SKIP) {
      tally.count(Outcome.SKIPPED);
    } else if (sentBefore && isStored(line)) {
      tally.count(Outcome.CONFIRMED);
    } else {
      tally.fail(
          line.number(),
          line.name(),
          "shard '"
              + line.shard()
              + "' has an entry '"
              + line.key()
              + "' already (--on-conflict skip or replace would let it pass)");
    }
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
    return answer.status() == 200 && Arrays.equals(answer.body(), line.value().utf8());
  }
}
