package dev.cairn.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.storage.DeclaredIndex;
import dev.cairn.storage.Expiry;
import dev.cairn.storage.FieldIndex;
import dev.cairn.storage.IndexInfo;
import dev.cairn.storage.MetadataChange;
import dev.cairn.storage.Operation;
import dev.cairn.storage.Precondition;
import dev.cairn.storage.Units;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Entries that have expired are removed from shards that are open, used or not. */
abstract class SweepingContract extends RegistryContract {

  SweepingContract(Function<Path, Backing> start) {
    super(start);
  }

  /** By the system's clock, which this registry has, it expires while it is written. */
  private void putForAMoment(ShardId id, String key) {
    var unused =
        outcome(
            id,
            new Operation.Put(
                Namespace.DEFAULT,
                Key.of(key),
                Units.json("1"),
                MetadataChange.KEEP,
                Precondition.NONE,
                new Expiry.After(1)));
  }

  private long entries(ShardId id) {
    return registry.<Long>read(id, (reader, _) -> reader.totals().entries());
  }

  private long revision(ShardId id) {
    return registry.<Long>read(id, (_, revision) -> revision);
  }

  @Test
  void theRoundOverOpenShardsRemovesWhatHasExpired() {
    putForAMoment(A, "gone");
    write(A, "stays", "1");

    Eventually.holds(
        "what expired is removed",
        () -> {
          registry.sweep();
          return entries(A) == 1;
        });

    assertThat(value(A, "stays")).isEqualTo("1");
    assertThat(revision(A)).isEqualTo(3);
  }

  @Test
  void anIndexThatWasNotBuiltWhenItsShardWasClosedIsBuiltOnceItIsOpen() {
    write(A, "a", "{\"n\":1}");
    FieldIndex definition = new FieldIndex("n", "n", true);
    var unused = outcome(A, new Operation.DeclareIndex(Namespace.DEFAULT, definition));
    restart();

    Eventually.holds(
        "the index is ready",
        () -> {
          registry.sweep();
          return indexState(A) == DeclaredIndex.State.READY;
        });
  }

  private DeclaredIndex.State indexState(ShardId id) {
    return registry
        .<List<IndexInfo>>read(id, (reader, _) -> reader.indexes(Namespace.DEFAULT))
        .getFirst()
        .index()
        .state();
  }

  @Test
  void whatExpiredWhileItsShardWasClosedGoesOnceItIsOpen() {
    putForAMoment(A, "gone");
    write(A, "stays", "1");
    restart();

    Eventually.holds(
        "what expired is removed",
        () -> {
          registry.sweep();
          return entries(A) == 1;
        });

    assertThat(value(A, "gone")).isEqualTo("none");
  }
}
