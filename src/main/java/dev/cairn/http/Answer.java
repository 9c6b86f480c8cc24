package dev.cairn.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer to a request, whichever way it goes out. One thread at a time. */
final class Answer {

  private static final CharSequence REVISION = HttpHeaders.createOptimized(EntryAnswers.REVISION);

  private final int status;
  private final List<CharSequence> headers = new ArrayList<>(10);
  private byte @Nullable [] body;
  private long revision;

  Answer(int status) {
    this.status = status;
  }

  /** Adds a header. */
  Answer header(CharSequence name, CharSequence value) {
    headers.add(name);
    headers.add(value);
    return this;
  }

  /** Adds a header that is a number. */
  Answer header(CharSequence name, long value) {
    return header(name, Long.toString(value));
  }

  /** Adds the header with the revision that a write took or found. */
  Answer revision(long number) {
    revision = number;
    return header(REVISION, number);
  }

  /** The revision that it tells of, 0 if it tells of none. */
  long revision() {
    return revision;
  }

  /** The status. */
  int status() {
    return status;
  }

  /** The headers: each name, followed by its value. */
  List<CharSequence> headers() {
    return headers;
  }

  /** The body; null if it has none. */
  byte @Nullable [] body() {
    return body;
  }

  /** Gives it these bytes, which nobody changes afterwards. */
  Answer body(byte[] bytes) {
    body = bytes;
    return this;
  }

  /** The answer as a resource gives it. */
  Response response() {
    Response.ResponseBuilder answer = Response.status(status);
    for (int i = 0; i < headers.size(); i += 2) {
      answer.header(headers.get(i).toString(), headers.get(i + 1).toString());
    }
    return body == null ? answer.build() : answer.entity(body).build();
  }

  /** Sends it without a resource. On the response's event loop. */
  void send(HttpServerResponse response) {
    response.setStatusCode(status);
    for (int i = 0; i < headers.size(); i += 2) {
      response.headers().add(headers.get(i), headers.get(i + 1));
    }
    if (body == null) {
      response.end();
    } else {
      response.end(Buffer.buffer(body));
    }
  }
}
