package dev.cairn.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.storage.NewShard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Very many shards on disk. {@code -Dcairn.shards} sets how many. */
class ManyShardsTest {

  private static final int SHARDS = Integer.getInteger("cairn.shards", 5000);

  /** Generous: it is seconds where something is done for each file that need not be. */
  private static final Duration ENOUGH = Duration.ofSeconds(60);

  @Test
  void everyOneIsFoundWithoutBeingOpened(@TempDir Path directory) throws IOException {
    Path data = directory.resolve("data");
    ShardId template = new ShardId("template");
    try (SqliteDriver driver =
        new SqliteDriver(data, SqliteSettings.DEFAULT, Clock.systemUTC(), Ticker.SYSTEM)) {
      driver.create(template, new NewShard(Durability.NORMAL, 0, 0)).close();
      Path source = ShardFileFixture.pathOf(data, template).file();
      Set<ShardId> expected = new HashSet<>(Set.of(template));
      for (int i = 0; i < SHARDS; i++) {
        ShardId id = new ShardId("tenant:" + i);
        DatabasePath path = ShardFileFixture.pathOf(data, id);
        Files.createDirectories(path.parent());
        Files.createLink(path.file(), source);
        expected.add(id);
      }
      Set<ShardId> found = new HashSet<>();
      long memoryBefore = usedMemory();
      long begin = System.nanoTime();

      driver.forEachShard(kept -> assertThat(found.add(kept.id())).isTrue());

      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      System.out.printf(
          "%d shards found in %d ms, %d KiB of memory%n",
          found.size(), took.toMillis(), (usedMemory() - memoryBefore) / 1024);
      assertThat(found).isEqualTo(expected);
      assertThat(took).isLessThan(ENOUGH);
    }
  }

  private static long usedMemory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
