package dev.cairn.cli;

import dev.cairn.json.JsonView;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Has a running server restore shards, one after the other, and follows each until it has ended.
 * One thread.
 */
final class ServerRestoration {

  /** Time between two questions after an operation. */
  private static final Duration POLL = Duration.ofMillis(500);

  private final ServerClient client;
  private final RetryPolicy.Pause pause;
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean quiet;

  /**
   * @param pause how to wait between two questions
   * @param quiet whether nothing is said of how far it is
   */
  ServerRestoration(
      ServerClient client,
      RetryPolicy.Pause pause,
      PrintWriter out,
      PrintWriter err,
      boolean quiet) {
    this.client = client;
    this.pause = pause;
    this.out = out;
    this.err = err;
    this.quiet = quiet;
  }

  /**
   * The body of the request.
   *
   * @param at a time as RFC 3339 has it
   */
  static String body(@Nullable String at, @Nullable Long revision, @Nullable String copy) {
    if (at != null) {
      return "{\"at\":\"" + text(at) + "\"}";
    }
    if (revision != null) {
      return "{\"revision\":" + revision + "}";
    }
    return copy == null ? "{}" : "{\"copy\":\"" + text(copy) + "\"}";
  }

  private static String text(String said) {
    return new String(CliJson.quoted(said), StandardCharsets.UTF_8);
  }

  /**
   * Restores one shard.
   *
   * @return whether it was
   * @throws ServerGone if the server can't be reached; what was begun goes on there
   */
  boolean restore(String shard, String body) throws IOException, InterruptedException {
    return follow(
        shard,
        client
            .to("/v1/shards/" + ServerClient.encoded(shard) + "/restore")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /**
   * Sends a request that begins an operation, and waits until that has ended.
   *
   * @param shard that gets another state
   * @return whether it has it
   * @throws ServerGone if the server can't be reached; what was begun goes on there
   */
  boolean follow(String shard, HttpRequest request) throws IOException, InterruptedException {
    // Not sent again: the first one may be under way.
    ServerClient.Answer<byte[]> answer =
        client.sendOnce(request, HttpResponse.BodyHandlers.ofByteArray());
    while (answer.status() >= 200 && answer.status() <= 202) {
      JsonView operation = CliJson.view(answer.body());
      String state = CliJson.string(operation, "state");
      if (!state.equals("running")) {
        return ended(shard, state, operation);
      }
      tell(shard, operation);
      pause.sleep(POLL);
      answer = client.get("/v1/operations/" + CliJson.string(operation, "id"));
    }
    err.println(shard + ": " + Problem.describe(answer.status(), answer.body()));
    return false;
  }

  private void tell(String shard, JsonView operation) {
    JsonView progress = CliJson.member(operation, "progress");
    if (!quiet && progress != null) {
      err.println(
          String.format(
              Locale.ROOT,
              "%s: %3.0f %% %s",
              shard,
              100 * Double.parseDouble(progress.written()),
              CliJson.string(operation, "detail")));
      err.flush();
    }
  }

  private boolean ended(String shard, String state, JsonView operation) {
    JsonView result = CliJson.member(operation, "result");
    if (!state.equals("succeeded") || result == null) {
      err.println(shard + ": " + state + ": " + CliJson.string(operation, "detail"));
      return false;
    }
    String at = CliJson.string(result, "at");
    String undoAt = CliJson.string(result, "undoAt");
    String undoSnapshot = CliJson.string(result, "undoSnapshot");
    out.println(
        shard
            + ": revision "
            + CliJson.whole(result, "restoredRevision")
            + (at.isEmpty() ? "" : " as of " + at)
            + (undoAt.isEmpty() ? "" : "; undo with --at " + undoAt)
            + (undoSnapshot.isEmpty()
                ? ""
                : "; undo with cairn snapshots restore " + shard + " " + undoSnapshot));
    out.flush();
    return true;
  }
}
