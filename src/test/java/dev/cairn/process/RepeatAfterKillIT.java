package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process is killed while requests with an Idempotency-Key are under way; those whose answers
 * never came are sent again, and each has been carried out once. {@code -Dcairn.kills} sets how
 * often, {@code -Dcairn.seed} repeats a run.
 */
class RepeatAfterKillIT {

  private static final int KILLS = Math.max(1, Integer.getInteger("cairn.kills", 20) / 4);
  private static final int WRITERS = 4;

  /** Of each writer: how many of its requests were answered; the next may have been carried out. */
  private final int[] answered = new int[WRITERS];

  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicInteger replays = new AtomicInteger();

  @Test
  void whatIsSentAgainAfterAKillIsCarriedOutOnce(@TempDir Path directory) throws Exception {
    Path data = directory.resolve("data");
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    Random random = new Random(seed);
    try (CairnProcess cairn = CairnProcess.serve(data);
        Client client = new Client(cairn.awaitUrl())) {
      for (int writer = 0; writer < WRITERS; writer++) {
        assertThat(client.send("PUT", path(writer), "[]").statusCode()).isEqualTo(201);
      }
    }
    for (int round = 0; round < KILLS; round++) {
      try (CairnProcess cairn = CairnProcess.serve(data);
          Client client = new Client(cairn.awaitUrl())) {
        writeUntilKilled(cairn, client, random);
      }
      assertThat(writes.get()).as("round %d, seed %d", round, seed).isPositive();
    }
    try (CairnProcess cairn = CairnProcess.serve(data);
        Client client = new Client(cairn.awaitUrl())) {
      for (int writer = 0; writer < WRITERS; writer++) {
        assertThat(add(client, writer)).as("seed %d", seed).isTrue();
        String numbers =
            IntStream.range(0, answered[writer])
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(client.get(path(writer)).body())
            .as("writer %d, seed %d, %s replays", writer, seed, replays)
            .isEqualTo(numbers);
      }
    }
  }

  private static String path(int writer) {
    return "/v1/shards/s/namespaces/default/entries/w" + writer;
  }

  private void writeUntilKilled(CairnProcess cairn, Client client, Random random)
      throws InterruptedException {
    writes.set(0);
    int enough = 50 + random.nextInt(300);
    List<Thread> writers = new ArrayList<>();
    for (int w = 0; w < WRITERS; w++) {
      int writer = w;
      writers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (add(client, writer)) {
                      writes.incrementAndGet();
                    }
                  }));
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (writes.get() < enough && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    cairn.kill();
    for (Thread writer : writers) {
      writer.join();
    }
  }

  /** Adds the writer's next number, the same as before if that was not answered. */
  private boolean add(Client client, int writer) {
    int next = answered[writer];
    String patch = "[{\"op\":\"add\",\"path\":\"/-\",\"value\":" + next + "}]";
    try {
      HttpResponse<String> answer =
          client.trySend(
              "PATCH",
              path(writer),
              patch,
              "application/json-patch+json",
              "Idempotency-Key",
              "\"writer " + writer + " number " + next + "\"");
      if (answer.statusCode() != 204) {
        return false;
      }
      if (answer.headers().firstValue("Cairn-Replayed").isPresent()) {
        replays.incrementAndGet();
      }
      answered[writer]++;
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
