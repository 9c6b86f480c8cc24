package dev.cairn.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A plain client of a running service, for tests over processes. Any thread. */
final class Client implements AutoCloseable {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  Client(URI base) {
    this.base = base;
  }

  /** Sends a JSON body, or none if it is empty, and gives the whole answer. */
  HttpResponse<String> send(String method, String path, String body) {
    return send(method, path, body, "application/json");
  }

  HttpResponse<String> send(String method, String path, String body, String contentType) {
    try {
      return trySend(method, path, body, contentType);
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    }
  }

  /** As {@link #send}, for servers that may die meanwhile; headers as names and values. */
  HttpResponse<String> trySend(
      String method, String path, String body, String contentType, String... headers)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    if (body.isEmpty()) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request.method(method, BodyPublishers.ofString(body)).header("Content-Type", contentType);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts a JSON value and waits for the replica; gives the whole answer. */
  HttpResponse<String> putReplicated(String path, String body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .header("Prefer", "wait=replicated")
            .PUT(BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(String path) {
    return send("GET", path, "");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
