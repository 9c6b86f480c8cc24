package dev.cairn.storage;

import static dev.cairn.storage.Units.clear;
import static dev.cairn.storage.Units.delete;
import static dev.cairn.storage.Units.metadata;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.putNamespace;
import static dev.cairn.storage.Units.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.memory.MemoryDriver;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The digest of a shard's content is the same whatever driver keeps it. */
abstract class DigestContract extends ShardContract {

  private static final int UNITS = 200;

  private final long seed = Long.getLong("cairn.seed", System.nanoTime());

  DigestContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  private static ContentDigest digest(ShardStore shard) {
    ContentDigest digest = new ContentDigest();
    try (ShardReader reader = shard.reader()) {
      reader.export(digest);
    }
    return digest;
  }

  private static Operation any(Random random) {
    String key = "k" + random.nextInt(20);
    Namespace namespace = random.nextBoolean() ? Namespace.DEFAULT : OTHER;
    return switch (random.nextInt(6)) {
      case 0 -> delete(key);
      case 1 -> put(key, " [1.10, " + random.nextInt(9) + "] ", replace("{\"m\":1}"));
      case 2 -> putNamespace(new Namespace("n" + random.nextInt(3)));
      case 3 -> clear(Namespace.DEFAULT);
      default -> put(namespace, key, "\"" + "ä".repeat(random.nextInt(30)) + "\"");
    };
  }

  @Test
  void theSameUnitsComeToTheSameDigestInAnotherDriver() {
    Random random = new Random(seed);
    try (MemoryDriver memory =
            new MemoryDriver(Limits.DEFAULT, FeedSettings.DEFAULT, Clock.systemUTC());
        ShardStore twin = memory.create(SHARD, new NewShard(Durability.NORMAL, CREATED, 0))) {
      for (int i = 0; i < UNITS; i++) {
        now += random.nextInt(3);
        WriteUnit unit = new WriteUnit.Single(any(random));
        UnitResult result = write(unit);
        try (UnitOfWork work = twin.begin()) {
          executor.apply(work, unit, twin.revision(), now);
          work.commit(result.revision());
        }
      }

      ContentDigest ours = digest(store);
      ContentDigest theirs = digest(twin);
      assertThat(ours.revision()).as("seed %d", seed).isEqualTo(theirs.revision());
      assertThat(ours.differences(theirs)).as("seed %d", seed).isEmpty();
      assertThat(ours.namespaces()).isEqualTo(theirs.namespaces()).containsKey(OTHER);
    }
  }

  @Test
  void aDigestIsThatOfTheSameShardOpenedAgain() {
    write(put("a", "1", replace("{\"m\":1}")), put(OTHER, "b", "null"));
    ContentDigest before = digest(store);

    if (store.file() != null) {
      restart();
    }

    assertThat(before.differences(digest(store))).isEmpty();
  }

  @Test
  void eachChangeOfAUnitChangesTheDigestOfItsNamespaceAlone() {
    write(put("a", "1"), put(OTHER, "b", "1"));
    ContentDigest before = digest(store);

    now++;
    write(put("a", "1"));
    ContentDigest rewritten = digest(store);
    write(metadata("a", replace("{\"m\":1}")));

    assertThat(rewritten.differences(before)).containsExactly(Namespace.DEFAULT);
    assertThat(digest(store).differences(rewritten)).containsExactly(Namespace.DEFAULT);
    assertThat(rewritten.revision()).isEqualTo(before.revision() + 1);
  }
}
