package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Reads a request body without holding a thread, and never keeps more of it than its limit. */
final class BodyReader {

  private BodyReader() {}

  /**
   * Reads the whole body of a request that nobody has read from yet. On the request's event loop;
   * so completes the future.
   *
   * @param limit most bytes
   * @param tooLarge the code for more of them
   */
  static CompletableFuture<byte[]> read(HttpServerRequest request, int limit, ErrorCode tooLarge) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && Long.parseLong(length) > limit) {
      return CompletableFuture.failedFuture(tooLarge(limit, tooLarge));
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    Collector collector =
        new Collector(limit, tooLarge, length == null ? 0 : Integer.parseInt(length));
    if (request.isEnded()) {
      collector.end();
      return collector.body;
    }
    request.exceptionHandler(
        fault -> collector.body.completeExceptionally(BodyLimit.brokenOff(fault)));
    request.handler(collector::take);
    request.endHandler(end -> collector.end());
    request.resume();
    return collector.body;
  }

  private static CairnException tooLarge(int limit, ErrorCode code) {
    return new CairnException(
        code,
        "The body has more than the " + limit + " bytes allowed.",
        List.of(),
        Map.of("limit", limit),
        null);
  }

  /** Puts the pieces of a body together. One event loop. */
  private static final class Collector {

    /** Room made before anything has come: a declared length is only a promise. */
    private static final int FIRST_BYTES = 64 * 1024;

    final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final int limit;
    private final ErrorCode tooLarge;
    private byte[] bytes;
    private int count;

    Collector(int limit, ErrorCode tooLarge, int declared) {
      this.limit = limit;
      this.tooLarge = tooLarge;
      this.bytes = new byte[Math.min(declared, FIRST_BYTES)];
    }

    void take(Buffer piece) {
      if (body.isDone()) {
        return;
      }
      int length = piece.length();
      if (count + length > limit) {
        bytes = new byte[0];
        body.completeExceptionally(tooLarge(limit, tooLarge));
        return;
      }
      if (count + length > bytes.length) {
        int wanted = Math.max(count + length, Math.min(limit, bytes.length * 2));
        bytes = java.util.Arrays.copyOf(bytes, wanted);
      }
      piece.getBytes(bytes, count);
      count += length;
    }

    void end() {
      if (!body.isDone()) {
        body.complete(count == bytes.length ? bytes : java.util.Arrays.copyOf(bytes, count));
      }
    }
  }
}
