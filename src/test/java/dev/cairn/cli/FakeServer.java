package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cairn.json.JsonView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A server that keeps entries as Cairn does, as far as the commands ask for it, and that can be
 * told to misbehave. Any thread.
 */
final class FakeServer implements AutoCloseable {

  /** What happens to a request instead of the ordinary. */
  @FunctionalInterface
  interface Fault {
    void handle(HttpExchange exchange, Runnable ordinary) throws IOException;

    /** Answers as usual. */
    static Fault none() {
      return (exchange, ordinary) -> ordinary.run();
    }

    /** Answers with a status and headers (name, value, …), and does nothing. */
    static Fault answer(int status, String body, String... headers) {
      return (exchange, ordinary) -> {
        for (int i = 0; i < headers.length; i += 2) {
          exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
        }
        write(exchange, status, body.getBytes(UTF_8));
      };
    }

    /** Does what is asked, but hangs up before its answer is complete. */
    static Fault loseAnswer() {
      return (exchange, ordinary) -> {
        exchange.getResponseHeaders().add(LOST, "");
        ordinary.run();
      };
    }
  }

  /** Marks an answer that is cut off. */
  private static final String LOST = "Lost";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentLinkedQueue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final Map<String, String> entries = new TreeMap<>();
  private final Map<String, byte[]> exports = new TreeMap<>();
  private final Map<String, Fault> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new ArrayList<>();
  private final List<String> credentials = new ArrayList<>();
  private final List<String> bodies = new ArrayList<>();
  private volatile int mostMembers = 1_000;
  private volatile String health = "{\"status\":\"UP\",\"checks\":[]}";

  FakeServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The next requests without one get these, in order. */
  void misbehave(Fault... next) {
    faults.addAll(List.of(next));
  }

  void takeAtMost(int members) {
    mostMembers = members;
  }

  void health(String body) {
    health = body;
  }

  /** What a request answers from now on, such as {@code POST /v1/shards/a/backup/sync}. */
  void answer(String request, int status, String body) {
    answers.put(request, Fault.answer(status, body));
  }

  /** The value stored under shard/namespace/key, or null. */
  synchronized @Nullable String stored(String name) {
    return entries.get(name);
  }

  synchronized void store(String name, String value) {
    entries.put(name, value);
  }

  synchronized int size() {
    return entries.size();
  }

  /** What an export of the shard answers; its revision is that of the header. */
  synchronized void export(String shard, String ndjson) {
    exports.put(shard, ndjson.getBytes(UTF_8));
  }

  /** Method and target of every request so far. */
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /** What each request so far had in {@code Authorization}; empty for nothing. */
  synchronized List<String> credentials() {
    return List.copyOf(credentials);
  }

  /** The body of each request so far. */
  synchronized List<String> bodies() {
    return List.copyOf(bodies);
  }

  private void handle(HttpExchange exchange) throws IOException {
    synchronized (this) {
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    synchronized (this) {
      credentials.add(authorization == null ? "" : authorization);
      bodies.add(new String(body, UTF_8));
    }
    Fault next = faults.poll();
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    Fault fault = next == null ? answers.get(request) : next;
    Runnable ordinary =
        () -> {
          try {
            ordinary(exchange, body);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    if (fault == null) {
      ordinary.run();
    } else {
      fault.handle(exchange, ordinary);
    }
  }

  private void ordinary(HttpExchange exchange, byte[] body) throws IOException {
    String[] path = exchange.getRequestURI().getRawPath().split("/");
    String last = path[path.length - 1];
    switch (last) {
      case "batch" -> batch(exchange, path[3], CliJson.view(body));
      case "entry" -> entry(exchange, path[3], path[5]);
      case "export" -> export(exchange, path[3]);
      case "status" -> write(exchange, 200, "{\"version\":\"1\",\"list\":[{\"shard\":\"a\"}]}");
      case "health" -> write(exchange, health.contains("UP") ? 200 : 503, health);
      case "shards" -> shards(exchange);
      default -> other(exchange, path, body);
    }
  }

  private synchronized void batch(HttpExchange exchange, String shard, JsonView body)
      throws IOException {
    JsonView operations = member(body, "operations");
    List<String> results = new ArrayList<>();
    int members = 0;
    for (JsonView at = operations.first(); at != null; at = at.next()) {
      members++;
    }
    if (members > mostMembers) {
      write(exchange, 413, "{\"code\":\"batch-too-large\",\"detail\":\"too many\"}");
      return;
    }
    for (JsonView at = operations.first(); at != null; at = at.next()) {
      results.add("{\"status\":" + put(shard, at) + "}");
    }
    write(exchange, 200, "{\"results\":[" + String.join(",", results) + "],\"revision\":1}");
  }

  private static JsonView member(JsonView json, String name) {
    return Objects.requireNonNull(CliJson.member(json, name), name);
  }

  private int put(String shard, JsonView operation) {
    String name =
        shard
            + "/"
            + CliJson.string(operation, "namespace")
            + "/"
            + CliJson.string(operation, "key");
    boolean exists = entries.containsKey(name);
    if (exists && CliJson.member(operation, "ifAbsent") != null) {
      return 412;
    }
    entries.put(name, member(operation, "value").written());
    return exists ? 200 : 201;
  }

  private synchronized void entry(HttpExchange exchange, String shard, String namespace)
      throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    String key = URLDecoder.decode(query.substring("key=".length()), UTF_8);
    String value = entries.get(shard + "/" + namespace + "/" + key);
    if (value == null) {
      write(exchange, 404, "{\"code\":\"entry-not-found\"}");
    } else {
      write(exchange, 200, value);
    }
  }

  private synchronized void export(HttpExchange exchange, String shard) throws IOException {
    byte[] lines = exports.get(shard);
    if (lines == null) {
      write(exchange, 404, "{\"code\":\"shard-not-found\",\"detail\":\"There is no such shard.\"}");
    } else {
      write(exchange, 200, lines);
    }
  }

  /** Pages of one shard each. */
  private synchronized void shards(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    String after = query.contains("cursor=") ? query.substring(query.indexOf("cursor=") + 7) : "";
    List<String> rest = exports.keySet().stream().filter(id -> id.compareTo(after) > 0).toList();
    String next = rest.size() > 1 ? ",\"nextCursor\":\"" + rest.getFirst() + "\"" : "";
    String item = rest.isEmpty() ? "" : "{\"shard\":\"" + rest.getFirst() + "\"}";
    write(exchange, 200, "{\"items\":[" + item + "]" + next + "}");
  }

  /** A namespace, or the status of a shard. */
  private synchronized void other(HttpExchange exchange, String[] path, byte[] body)
      throws IOException {
    boolean namespace = path.length == 6;
    String name = path[3] + (namespace ? "/" + path[5] : "");
    if (exchange.getRequestMethod().equals("PUT")) {
      entries.put(name, new String(body, UTF_8));
      write(exchange, 201, "{}");
    } else if (!namespace && exports.containsKey(name)) {
      String export = new String(exports.get(name), UTF_8);
      JsonView header = CliJson.view(export.lines().findFirst().orElse("").getBytes(UTF_8));
      write(exchange, 200, "{\"revision\":" + CliJson.whole(header, "revision") + "}");
    } else {
      write(exchange, entries.containsKey(name) ? 200 : 404, "{}");
    }
  }

  private static void write(HttpExchange exchange, int status, String body) throws IOException {
    write(exchange, status, body.getBytes(UTF_8));
  }

  private static void write(HttpExchange exchange, int status, byte[] body) throws IOException {
    if (exchange.getResponseHeaders().containsKey(LOST)) {
      exchange.sendResponseHeaders(status, body.length + 1);
      exchange.close();
      return;
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
