package dev.cairn.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.IntPredicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one server, sent again when they fail in passing: 429, 502, 503, 504, and a
 * connection that can't be made or breaks. An answer 401 is none: the server does not let the
 * command in, whatever it asks for. Redirects are not followed, so the key goes nowhere else. Any
 * thread.
 */
final class ServerClient implements AutoCloseable {

  private static final int UNAUTHENTICATED = 401;

  /** Longest time to connect. */
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** Longest time until an answer begins. */
  static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);

  /** The same of one before which a whole shard is copied, or sent. */
  static final Duration SHARD_TIMEOUT = Duration.ofMinutes(30);

  /**
   * An answer.
   *
   * @param attempts how often the request was sent; above 1 an earlier one may have been applied
   */
  record Answer<T>(HttpResponse<T> response, int attempts) {

    int status() {
      return response.statusCode();
    }

    T body() {
      return response.body();
    }
  }

  private final URI server;
  private final RetryPolicy policy;
  private final @Nullable String key;
  private final HttpClient client;

  /**
   * A client of one server.
   *
   * @param key what it shows with each request; null for none
   * @param trust whose certificates it takes; null for those that the Java machine takes
   */
  ServerClient(URI server, RetryPolicy policy, @Nullable String key, @Nullable SSLContext trust) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT);
    this.client = (trust == null ? builder : builder.sslContext(trust)).build();
    this.server = server;
    this.policy = policy;
    this.key = key;
  }

  /** {@code text} as one part of a path or a query. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A request to a path below the server's address. */
  HttpRequest.Builder to(String path) {
    String base = server.toString();
    String root = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + path)).timeout(ANSWER_TIMEOUT);
    return key == null ? request : request.header("Authorization", "Bearer " + key);
  }

  /** GET as bytes. */
  Answer<byte[]> get(String path) throws IOException, InterruptedException {
    return send(to(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  /** GET as bytes, taking any answer for one; sent again only while there is none. */
  Answer<byte[]> getAnyway(String path) throws ServerGone, InterruptedException {
    return send(to(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray(), status -> false);
  }

  /**
   * Sends a request whose answer may be 504: that something is not known in time.
   *
   * @throws ServerGone if the last attempt failed in passing too
   */
  Answer<byte[]> answer(HttpRequest request) throws ServerGone, InterruptedException {
    return send(
        request,
        HttpResponse.BodyHandlers.ofByteArray(),
        status -> status != 504 && isPassing(status));
  }

  /**
   * Sends a request, again where that may help.
   *
   * @throws ServerGone if the last attempt failed in passing too
   */
  <T> Answer<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws ServerGone, InterruptedException {
    return send(request, handler, ServerClient::isPassing);
  }

  /**
   * Sends a request that may have been carried out though no answer came, so it is sent only once;
   * any answer is one.
   *
   * @throws ServerGone if none came
   */
  <T> Answer<T> sendOnce(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws ServerGone, InterruptedException {
    HttpResponse<T> response;
    try {
      response = client.send(request, handler);
    } catch (IOException e) {
      throw gone(reason(e), 1);
    }
    requireLetIn(response);
    return new Answer<>(response, 1);
  }

  private <T> Answer<T> send(
      HttpRequest request, HttpResponse.BodyHandler<T> handler, IntPredicate passing)
      throws ServerGone, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      String trouble;
      long retryAfter = -1;
      try {
        HttpResponse<T> response = client.send(request, handler);
        if (!passing.test(response.statusCode())) {
          requireLetIn(response);
          return new Answer<>(response, attempt);
        }
        closeBody(response);
        trouble = "it answers " + response.statusCode();
        retryAfter = retryAfterSeconds(response);
      } catch (ServerGone e) {
        throw e;
      } catch (IOException e) {
        trouble = reason(e);
      }
      if (attempt > policy.retries()) {
        throw gone(trouble, attempt);
      }
      policy.pause().sleep(policy.delay(attempt, retryAfter));
    }
  }

  private ServerGone gone(String trouble, int attempts) {
    return new ServerGone(
        "The server " + server + " can't be used: " + trouble + ", asked " + times(attempts) + ".");
  }

  private void requireLetIn(HttpResponse<?> response) throws ServerGone {
    if (response.statusCode() == UNAUTHENTICATED) {
      throw new ServerGone(
          "The server "
              + server
              + (key == null ? " asks for a key" : " does not take the key that was sent")
              + " (HTTP 401): "
              + (key == null
                  ? "name a file that holds one with --key-file, or put one into the environment"
                      + " variable "
                      + KeyOption.VARIABLE
                      + "."
                  : "it may be misspelt, expired or revoked. An administrator makes another one"
                      + " with: cairn keys create"));
    }
  }

  private static boolean isPassing(int status) {
    return status == 429 || (status >= 502 && status <= 504);
  }

  private static <T> void closeBody(HttpResponse<T> response) throws IOException {
    if (response.body() instanceof AutoCloseable body) {
      try {
        body.close();
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }

  private static long retryAfterSeconds(HttpResponse<?> response) {
    String value = response.headers().firstValue("Retry-After").orElse("");
    return value.matches("\\d{1,9}") ? Long.parseLong(value) : -1;
  }

  private static String times(int attempts) {
    return attempts == 1 ? "once" : attempts + " times";
  }

  /** What went wrong with a connection, for people. */
  static String reason(IOException e) {
    String message = e.getMessage();
    return switch (e) {
      case HttpConnectTimeoutException _ -> "it takes too long to connect";
      case HttpTimeoutException _ -> "it does not answer";
      case ConnectException _ -> "nothing answers there" + (message == null ? "" : ": " + message);
      default -> "the connection broke" + (message == null ? "" : ": " + message);
    };
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
