package dev.cairn.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks one health check, once at a time and never longer than is allowed, whatever the other side
 * does. One thread.
 */
final class HealthClient implements AutoCloseable {

  /** Longest answer that is read, in bytes; Cairn's have some 20 KiB at most. */
  private static final long LONGEST_ANSWER = 1024 * 1024;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI question;

  HealthClient(URI question) {
    this.question = question;
  }

  /**
   * Asks once.
   *
   * @param limit for all of it: the look-up of the name, the connection, the whole answer
   * @throws ServerGone if there is no answer in time
   * @throws IOException if it is not one that Cairn gives
   */
  HealthAnswer ask(Duration limit) throws IOException, InterruptedException {
    BodyHandler<byte[]> body = BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER);
    CompletableFuture<HttpResponse<byte[]>> asked =
        client.sendAsync(HttpRequest.newBuilder(question).build(), body);
    try {
      HttpResponse<byte[]> answer = asked.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return HealthAnswer.of(answer.statusCode(), answer.body());
    } catch (TimeoutException e) {
      throw new ServerGone(question + " does not answer within " + limit.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw new ServerGone(question + ": " + reason(e));
    } finally {
      asked.cancel(true);
    }
  }

  private static String reason(ExecutionException e) {
    return ServerClient.reason(
        e.getCause() instanceof IOException io ? io : new IOException(e.getCause()));
  }

  /** Leaves what is under way to its fate: to wait for it could take longer than is allowed. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
