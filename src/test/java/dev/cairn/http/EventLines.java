package dev.cairn.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A stream of server-sent events that is being read. */
final class EventLines implements AutoCloseable {

  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpResponse<InputStream> response;
  private final BufferedReader lines;

  /** Sends the request, which is to be answered by a stream. */
  EventLines(HttpRequest request) throws IOException, InterruptedException {
    response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  int status() {
    return response.statusCode();
  }

  String contentType() {
    return response.headers().firstValue("Content-Type").orElse("");
  }

  /** The next event but for comments and such without data; its lines without times. */
  String next() throws IOException {
    List<String> event = new ArrayList<>();
    while (true) {
      String line = lines.readLine();
      if (line == null) {
        return "end";
      }
      if (!line.isEmpty()) {
        event.add(line.replaceAll(",\"at\":\"[^\"]+Z\"", ""));
      } else if (event.stream().anyMatch(part -> part.startsWith("data"))) {
        return String.join(" ", event);
      } else {
        event.clear();
      }
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
    client.shutdownNow();
  }
}
