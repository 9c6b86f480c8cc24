package dev.cairn.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import dev.cairn.Limits;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.memory.MemoryCatalogue;
import dev.cairn.memory.MemoryDriver;
import dev.cairn.sqlite.SqliteCatalogue;
import dev.cairn.sqlite.SqliteDriver;
import dev.cairn.sqlite.SqliteSettings;
import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.StorageDriver;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random commits to very many shards of which few can be open at a time, while their client now and
 * then takes nothing: every change is told once, in the order of its shard.
 */
@Timeout(300)
class ManyFollowedTest {

  private static final int WRITERS = 4;

  private final long seed = Long.getLong("cairn.seed", System.nanoTime());

  /** What was committed by shard, each as {@link RecordingSink} tells it. */
  private final Map<String, List<String>> committed = new ConcurrentHashMap<>();

  private final AtomicInteger count = new AtomicInteger();

  @Test
  void fiveThousandShardsInMemory() throws Exception {
    StorageDriver driver =
        new MemoryDriver(Limits.DEFAULT, FeedSettings.DEFAULT, Clock.systemUTC());
    run(driver, new MemoryCatalogue(), 5000, 8_000, 256);
  }

  @Test
  void hundredsOfFiles(@TempDir Path directory) throws Exception {
    Clock clock = Clock.systemUTC();
    StorageDriver driver =
        new SqliteDriver(directory, SqliteSettings.DEFAULT, clock, System::nanoTime);
    Catalogue catalogue = new SqliteCatalogue(directory, clock);
    run(driver, catalogue, 100, 600, 16);
  }

  private void run(StorageDriver driver, Catalogue catalogue, int shards, int commits, int openCap)
      throws Exception {
    System.out.println("ManyFollowedTest: cairn.seed=" + seed);
    RecordingSink sink = new RecordingSink();
    try (FeedHouse house = new FeedHouse(driver, catalogue, MergedSettings.DEFAULT, openCap)) {
      // Half of them are there before, with something in them.
      for (int i = 0; i < shards; i += 2) {
        commit(house, "s" + i);
      }
      Random rooms = new Random(seed);
      sink.room = () -> rooms.nextInt(8) == 0 ? 0 : 1 + rooms.nextInt(3);
      MergedFeed feed = house.follow(FeedHouse.ofPrefix("s"), sink);
      Thread[] writers = new Thread[WRITERS];
      for (int i = 0; i < WRITERS; i++) {
        int one = i;
        writers[i] = Thread.ofPlatform().start(() -> write(house, shards, commits / WRITERS, one));
      }
      for (Thread writer : writers) {
        while (writer.isAlive()) {
          house.onLoop(feed::goOn);
          writer.join(1);
        }
      }
      Eventually.holds(
          "all was told",
          () -> {
            house.onLoop(feed::goOn);
            return sink.told.get() >= count.get();
          });
      house.onLoop(feed::close);
      assertThat(sink.problems).isEmpty();
      assertThat(sink.changes).isEqualTo(committed);
    }
  }

  /** Each writes to shards of its own, so that it knows the order of their changes. */
  private void write(FeedHouse house, int shards, int commits, int one) {
    Random random = new Random(seed + one);
    List<Integer> own =
        new ArrayList<>(
            IntStream.range(0, shards).filter(i -> i % WRITERS == one).boxed().toList());
    for (int i = 0; i < commits; i++) {
      // A few are far busier than the rest.
      int at = random.nextBoolean() ? random.nextInt(own.size()) : random.nextInt(4);
      commit(house, "s" + own.get(at));
    }
  }

  private void commit(FeedHouse house, String shard) {
    String key = "k" + count.get() % 5;
    long revision = house.put(shard, key);
    committed.computeIfAbsent(shard, _ -> new ArrayList<>()).add(revision + " " + key);
    count.incrementAndGet();
  }
}
