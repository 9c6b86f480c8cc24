package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ShardId;
import dev.cairn.backup.FakeReplicator.Call;
import dev.cairn.backup.ReplicatorException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random writes, idle times, deletions, restarts and faults of the replicator over more shards than
 * may be open or hot. Whatever happens nothing is done that would spoil a copy, what was said to be
 * in the replica is there, and once all is calm everything is. The seed is printed; {@code
 * -Dcairn.seed} sets it.
 */
@Timeout(300)
class RandomBackupsTest {

  private static final int SHARDS = 6;
  private static final int STEPS = 250;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path data;

  /**
   * What was acknowledged last of each shard that exists, and who was told that it is replicated.
   */
  private final Map<ShardId, Long> written = new TreeMap<>();

  private record Told(ShardId id, long revision, CompletableFuture<Boolean> answer) {}

  @RepeatedTest(4)
  void nothingIsLostOrSpoiltWhateverHappens() throws Exception {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    System.out.println("RandomBackupsTest: cairn.seed=" + seed);
    Random random = new Random(seed);
    try (BackupHouse house =
        new BackupHouse(data, BackupHouse.quick(3, Duration.ofMinutes(3)), 4)) {
      for (int i = 0; i < STEPS; i++) {
        step(house, random);
      }
      calm(house);
      written.forEach(
          (id, revision) ->
              house.settle(
                  "all of " + id + " is in the replica, seed " + seed,
                  () -> house.replicator.restorable(id.value()) >= revision));
    }
  }

  private void step(BackupHouse house, Random random) {
    ShardId id = new ShardId("s" + random.nextInt(SHARDS));
    switch (random.nextInt(20)) {
      case 0 -> {
        house.registry.delete(id);
        written.remove(id);
      }
      case 1 -> house.pass(Duration.ofMinutes(random.nextInt(8)));
      case 2 -> house.restart();
      case 3 -> house.replicator.kill();
      case 4, 5 -> house.replicator.startAgain();
      case 6 -> house.replicator.fail(oneOf(random, Call.values()), oneOf(random, Kind.values()));
      case 7, 8, 9 -> List.of(Call.values()).forEach(call -> house.replicator.fail(call, null));
      case 10 -> house.replicator.unknownIsDone(random.nextBoolean());
      case 11 -> house.store.away(random.nextInt(4) == 0);
      case 12, 13 -> house.backups.round();
      case 14 -> {
        Long revision = written.get(id);
        if (revision != null) {
          // Told at once, or not at all: nobody waits here.
          check(house, new Told(id, revision, house.backups.replicated(id, revision)));
        }
      }
      default -> written.put(id, house.put(id, "k" + random.nextInt(5), value(random)));
    }
  }

  private static void check(BackupHouse house, Told told) {
    if (told.answer().getNow(false)) {
      assertThat(house.replicator.restorable(told.id().value()))
          .as(told.id() + " was said to be in the replica")
          .isGreaterThanOrEqualTo(told.revision());
    }
  }

  private static void calm(BackupHouse house) {
    List.of(Call.values()).forEach(call -> house.replicator.fail(call, null));
    house.store.away(false);
    house.replicator.startAgain();
  }

  private static <T> T oneOf(Random random, T[] all) {
    return all[random.nextInt(all.length)];
  }

  private static String value(Random random) {
    return "\"" + "x".repeat(random.nextInt(20_000)) + random.nextLong() + "\"";
  }
}
