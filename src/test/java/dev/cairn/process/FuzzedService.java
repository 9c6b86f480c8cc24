package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A started service under made-up requests, with a shard that none of them may touch. */
final class FuzzedService implements AutoCloseable {

  /** Every read of a connection goes through it, whoever fails behind. */
  private static final String PASSES_ON = "dev.cairn.http.ConnectionPace";

  private static final int CONNECTIONS = 6;
  private static final int MOST_FINDINGS = 20;
  private static final int MOST_SHOWN = 1500;
  private static final String CANARY = "/v1/shards/canary";
  private static final Pattern TOLD = Pattern.compile("\"(?:nextCursor|id)\":\"([^\"]+)\"");
  private static final Pattern SHARD = Pattern.compile("\"shard\":\"([^\"]+)\"");

  private final CairnProcess cairn;
  private final String authorization;
  private final AnswerOracle oracle = new AnswerOracle();
  private final Queue<String> findings = new ConcurrentLinkedQueue<>();
  private final String before;
  private volatile List<String> callers = List.of();

  FuzzedService(CairnProcess cairn, String authorization) throws IOException {
    this.cairn = cairn;
    this.authorization = authorization;
    for (int i = 0; i < 20; i++) {
      call("PUT", CANARY + "/namespaces/default/entries/e" + i, "{\"n\":" + i + "}");
    }
    before = canary();
  }

  DescribedCalls described() throws IOException {
    return DescribedCalls.read(call("GET", "/q/openapi?format=json", ""));
  }

  AnswerOracle oracle() {
    return oracle;
  }

  /** Sends so many requests over a few connections and judges each answer. */
  void besiege(int requests, long seed, List<String> authorizations, boolean mayMakeKeys)
      throws Exception {
    DescribedCalls described = described();
    callers = authorizations;
    AtomicInteger left = new AtomicInteger(requests);
    ExecutorService senders = Executors.newFixedThreadPool(CONNECTIONS);
    for (int i = 0; i < CONNECTIONS; i++) {
      MadeUpRequests made = new MadeUpRequests(seed + i, described, authorizations, mayMakeKeys);
      senders.execute(() -> send(made, left));
    }
    senders.shutdown();
    assertThat(senders.awaitTermination(30, TimeUnit.MINUTES)).isTrue();
    assertThat(findings).as("seed %d", seed).isEmpty();
    assertThat(canary()).as("the shard that was left alone, seed %d", seed).isEqualTo(before);
    assertThat(complaints()).as("the log, seed %d", seed).isEmpty();
  }

  /**
   * What the log tells of faults of ours, and a line before and behind each. Vert.x has one of its
   * own, told at WARN: a connection that ends while a second request on it is only half there.
   */
  private List<String> complaints() {
    List<String> lines = cairn.output().lines().toList();
    List<String> found = new ArrayList<>();
    for (int i = 0; i < lines.size() && found.size() < MOST_FINDINGS; i++) {
      boolean ours = lines.get(i).contains("\tat dev.cairn") && !lines.get(i).contains(PASSES_ON);
      if (ours || lines.get(i).contains("ERROR")) {
        found.addAll(lines.subList(Math.max(0, i - 1), Math.min(lines.size(), i + 2)));
      }
    }
    return found;
  }

  private void send(MadeUpRequests made, AtomicInteger left) {
    URI base = cairn.awaitUrl();
    try (Wire wire = new Wire(base)) {
      MadeUpRequests.Made request = new MadeUpRequests.Made("", new byte[0], true);
      while (left.getAndDecrement() > 0 && findings.size() < MOST_FINDINGS) {
        String last = new String(request.bytes(), StandardCharsets.ISO_8859_1);
        request = made.next();
        try {
          judge(made, request, wire);
        } catch (IOException | RuntimeException e) {
          find(request, "no whole answer: " + e, "after " + shown(last));
        }
      }
    } catch (IOException e) {
      findings.add("a connection can't be closed: " + e);
    }
  }

  private void judge(MadeUpRequests made, MadeUpRequests.Made request, Wire wire)
      throws IOException {
    if (!request.wellFramed()) {
      String answer = Wire.converse(cairn.awaitUrl(), request.bytes());
      if (answer.matches("(?s)HTTP/1.1 5(?!03|07).*")) {
        find(request, "a fault of the service", answer);
      }
      return;
    }
    Wire.Answer answer = wire.exchange(request.bytes(), !request.method().equals("HEAD"));
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    String fault = oracle.fault(request.method(), answer);
    if (fault != null) {
      find(request, fault, answer.status() + " " + answer.headers() + " " + body);
    }
    Matcher told = TOLD.matcher(body.length() < MOST_SHOWN ? body : "");
    while (told.find()) {
      // Who revokes the key of a caller has seen the last of what that caller reaches.
      if (callers.stream().noneMatch(caller -> caller.contains("_" + told.group(1) + "_"))) {
        made.hear(told.group(1));
      }
    }
  }

  private void find(MadeUpRequests.Made request, String fault, String answer) {
    String bytes = new String(request.bytes(), StandardCharsets.ISO_8859_1);
    findings.add(
        "%n%s: %s%n-> %s%n(Base64 %s)%n"
            .formatted(
                fault,
                shown(bytes),
                shown(answer),
                request.bytes().length < MOST_SHOWN
                    ? Base64.getEncoder().encodeToString(request.bytes())
                    : "left out"));
  }

  private static String shown(String text) {
    return text.substring(0, Math.min(text.length(), MOST_SHOWN));
  }

  /** Deletes what the requests have made, and waits until nothing is underway. */
  ServiceFigures atRest() throws Exception {
    for (String shards = shards(); !shards.isEmpty(); shards = shards()) {
      for (String shard : shards.split(" ", -1)) {
        call("DELETE", "/v1/shards/" + shard, "");
      }
    }
    long pid = cairn.pids().getLast();
    Eventually.holds(
        "nothing is queued or underway",
        () -> {
          try {
            return ServiceFigures.of(cairn, pid).busy() == 0;
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    return ServiceFigures.of(cairn, pid);
  }

  private String shards() throws IOException {
    List<String> shards = new ArrayList<>();
    Matcher matcher = SHARD.matcher(call("GET", "/v1/shards?limit=1000", ""));
    while (matcher.find()) {
      if (!CANARY.endsWith("/" + matcher.group(1))) {
        shards.add(matcher.group(1));
      }
    }
    return String.join(" ", shards);
  }

  private String canary() throws IOException {
    return call("GET", CANARY + "/export", "").lines().skip(1).toList().toString();
  }

  /** A well-meant request; gives the body of its answer. */
  String call(String method, String path, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\n"
            + (authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n")
            + (bytes.length == 0 ? "" : "Content-Type: application/json\r\n")
            + "Content-Length: "
            + bytes.length
            + "\r\n\r\n"
            + body;
    try (Wire wire = new Wire(cairn.awaitUrl())) {
      Wire.Answer answer = wire.exchange(head.getBytes(StandardCharsets.UTF_8), true);
      String said = new String(answer.body(), StandardCharsets.UTF_8);
      assertThat(answer.status()).as(method + " " + path + " -> " + said).isLessThan(400);
      return said;
    }
  }

  @Override
  public void close() {
    cairn.close();
  }
}
