package dev.cairn.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that write on kept connections until the service sends them away, and remember what it
 * has promised. One test thread; each client has one of its own, and its own keys.
 */
final class StoppedWriters {

  private static final int WRITERS = 12;
  private static final int SHARDS = 30;

  private final Random random;

  /** Value last acknowledged for each path. */
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

  /** Value sent for each path whose connection ended without an answer: it may be there or not. */
  private final Map<String, String> unanswered = new ConcurrentHashMap<>();

  private final ConcurrentLinkedQueue<Throwable> troubles = new ConcurrentLinkedQueue<>();
  private final AtomicInteger writes = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();

  StoppedWriters(long seed) {
    this.random = new Random(seed);
  }

  /** Starts them, and returns at a moment in the middle of their work. */
  void start(URI url, int round) throws InterruptedException {
    writes.set(0);
    int enough = 100 + random.nextInt(900);
    for (int w = 0; w < WRITERS; w++) {
      String name = "w" + w;
      long seed = random.nextLong();
      threads.add(Thread.ofPlatform().start(() -> write(url, name, round, new Random(seed))));
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (writes.get() < enough && System.nanoTime() < deadline) {
      Thread.sleep(1);
    }
  }

  /** Waits until all have been sent away, and checks that it was done properly. */
  void await(String when) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    threads.clear();
    assertThat(troubles).as(when).isEmpty();
    assertThat(writes.get()).as(when).isPositive();
  }

  private void write(URI url, String name, int round, Random choice) {
    try (Wire wire = new Wire(url)) {
      for (int i = 0; ; i++) {
        String path =
            "/v1/shards/s"
                + choice.nextInt(SHARDS)
                + "/namespaces/default/entries/"
                + name
                + "-"
                + choice.nextInt(10);
        String value = "\"" + round + " " + i + "\"";
        unanswered.put(path, value);
        Wire.Answer answer = answer(wire, path, value);
        if (answer == null) {
          return;
        }
        unanswered.remove(path);
        if (answer.status() / 100 != 2) {
          assertCleanRefusal(answer, path);
          return;
        }
        acknowledged.put(path, value);
        writes.incrementAndGet();
      }
    } catch (IOException | AssertionError e) {
      troubles.add(e);
    }
  }

  /** An answer; null if the connection ended before one had begun. */
  private static Wire.@org.jspecify.annotations.Nullable Answer answer(
      Wire wire, String path, String value) throws IOException {
    try {
      return wire.exchange(request("PUT", path, value), true);
    } catch (SocketException e) {
      return null;
    } catch (EOFException e) {
      if (String.valueOf(e.getMessage()).endsWith("closed in the middle of: ")) {
        return null;
      }
      throw e;
    }
  }

  static byte[] request(String method, String path, String body) {
    String head =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    return (head + body).getBytes(UTF_8);
  }

  static void assertCleanRefusal(Wire.Answer answer, String when) {
    String body = new String(answer.body(), UTF_8);
    assertThat(answer.status()).as("%s: %s", when, body).isEqualTo(503);
    assertThat(body).as(when).contains("\"shutting-down\"");
    assertThat(answer.header("retry-after")).as(when).matches("\\d+");
    assertThat(answer.header("connection")).as(when).isEqualToIgnoringCase("close");
  }

  /** Everything that was promised is there; what was not answered is there or not. */
  void verify(Client client, String when) {
    acknowledged.forEach(
        (path, value) -> {
          List<String> possible = new ArrayList<>(List.of(value));
          if (unanswered.containsKey(path)) {
            possible.add(unanswered.get(path));
          }
          String body = client.get(path).body();
          assertThat(body).as("%s %s", path, when).isIn(possible);
          acknowledged.put(path, body);
        });
    unanswered.clear();
  }
}
