package dev.cairn.replica;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A server that answers as a real object store does only when something is wrong with it: each
 * connection gets one answer, whatever was asked. Its methods: any thread.
 */
final class BrokenStore implements AutoCloseable {

  private final ServerSocket server;
  private final Function<String, String> answers;
  private final boolean staysOpen;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  private BrokenStore(Function<String, String> answers, boolean staysOpen) {
    this.answers = answers;
    this.staysOpen = staysOpen;
    try {
      this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().start(this::serve);
  }

  /** Answers everything with a status and an error code. */
  static BrokenStore answering(int status, String code) {
    String body = "<Error><Code>" + code + "</Code><Message>no</Message></Error>";
    return new BrokenStore(
        request -> answer(status, request.startsWith("HEAD ") ? "" : body), false);
  }

  /** Lists two objects and refuses to delete the first. */
  static BrokenStore keeping(String first, String second) {
    return new BrokenStore(
        request ->
            answer(
                200,
                request.startsWith("POST ")
                    ? "<DeleteResult><Error><Key>"
                        + first
                        + "</Key><Code>AccessDenied</Code></Error></DeleteResult>"
                    : "<ListBucketResult>"
                        + listed(second)
                        + listed(first)
                        + "<IsTruncated>false</IsTruncated></ListBucketResult>"),
        false);
  }

  private static String listed(String key) {
    return "<Contents><Key>"
        + key
        + "</Key><LastModified>2026-09-21T14:13:20.000Z</LastModified><Size>1</Size></Contents>";
  }

  /** Lists an object, says that there are more, and fails when it is asked for these. */
  static BrokenStore listingHalf(String key) {
    return new BrokenStore(
        request ->
            request.contains("continuation-token=")
                ? answer(503, "<Error><Code>SlowDown</Code><Message>no</Message></Error>")
                : answer(
                    200,
                    "<ListBucketResult>"
                        + listed(key)
                        + "<IsTruncated>true</IsTruncated>"
                        + "<NextContinuationToken>more</NextContinuationToken>"
                        + "</ListBucketResult>"),
        false);
  }

  /** Sends less than it promises, then hangs up. */
  static BrokenStore endingEarly() {
    return new BrokenStore(request -> beginning(), false);
  }

  /** Sends less than it promises, then nothing more. */
  static BrokenStore stalling() {
    return new BrokenStore(request -> beginning(), true);
  }

  private static String beginning() {
    return "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nETag: \"e\"\r\n\r\n0123456789";
  }

  private static String answer(int status, String body) {
    return "HTTP/1.1 "
        + status
        + " Status\r\nContent-Type: application/xml\r\nConnection: close\r\nContent-Length: "
        + body.getBytes(UTF_8).length
        + "\r\n\r\n"
        + body;
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        String request = read(socket);
        requests.add(request);
        socket.getOutputStream().write(answers.apply(request).getBytes(UTF_8));
        if (!staysOpen) {
          socket.close();
        }
      } catch (IOException e) {
        // The client hung up, or the server was closed: neither is of interest here.
      }
    }
  }

  /** The head of a request and the body that it announces. */
  private static String read(Socket socket) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    StringBuilder request = new StringBuilder();
    int length = 0;
    for (String line = reader.readLine();
        line != null && !line.isEmpty();
        line = reader.readLine()) {
      request.append(line).append('\n');
      if (line.regionMatches(true, 0, "Content-Length:", 0, "Content-Length:".length())) {
        length = Integer.parseInt(line.substring("Content-Length:".length()).trim());
      }
    }
    for (int i = 0; i < length; i++) {
      request.append((char) reader.read());
    }
    return request.toString();
  }

  /** The URL of a replica in it. */
  String url() {
    return "s3://bucket/r?endpoint=http://127.0.0.1:" + server.getLocalPort();
  }

  /** What it was asked so far. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
