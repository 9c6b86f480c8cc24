package dev.cairn.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many clients at once, each doing this and that with interactive transactions, units and reads:
 * whatever they see must be as if one came after the other. {@code -Dcairn.histories} sets how many
 * histories there are for each driver, {@code -Dcairn.seed} repeats what the clients chose.
 */
@Timeout(600)
class HistoriesTest {

  private static final int HISTORIES = Integer.getInteger("cairn.histories", 1000);
  private static final int CLIENTS = 4;

  private static final TransactionSettings SETTINGS =
      new TransactionSettings(
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          32,
          2,
          10_000,
          1 << 20,
          10);

  @ParameterizedTest
  @EnumSource
  void whateverClientsSeeIsAsIfOneCameAfterTheOther(
      TransactionFixture.Kind kind, @TempDir Path directory) throws Exception {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    System.out.println("HistoriesTest: " + kind + ", seed " + seed);
    Random random = new Random(seed);
    long transactions;
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        TransactionFixture fixture = new TransactionFixture(kind, directory, SETTINGS)) {
      fixture.write("made", "1");
      for (int i = 0; i < HISTORIES; i++) {
        judge(history(fixture, threads, "h" + i + "-", random), "history " + i, seed);
      }
      transactions = fixture.transactions.figures().committed();
    }
    assertThat(transactions).as("committed").isGreaterThan(HISTORIES);
  }

  private static List<Recorded> history(
      TransactionFixture fixture, ExecutorService threads, String prefix, Random random)
      throws Exception {
    AtomicLong values = new AtomicLong();
    List<Future<List<Recorded>>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(threads.submit(new HistoryClient(fixture, prefix, random.nextLong(), values)));
    }
    List<Recorded> all = new ArrayList<>();
    for (Future<List<Recorded>> client : clients) {
      all.addAll(client.get());
    }
    return all;
  }

  private static void judge(List<Recorded> history, String name, long seed) {
    String what = name + ", seed " + seed + ": " + history;
    assertThat(SerialOrder.problem(history)).as(what).isNull();
    assertThat(Linearizability.problem(history)).as(what).isNull();
  }
}
