package dev.cairn.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ShardId;
import dev.cairn.storage.FaultPlan.Call;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Who watches a shard is told of every commit before its writer is answered. */
abstract class WatchContract extends RegistryContract {

  WatchContract(Function<Path, Backing> start) {
    super(start);
  }

  @Test
  void eachCommitIsTold() {
    AtomicInteger told = new AtomicInteger();
    try (CommitWatch _ = registry.commits().watch(A, told::incrementAndGet)) {
      for (int i = 1; i <= 20; i++) {
        write(A, "k", "" + i);
        assertThat(told).hasValue(i);
      }
      registry.read(A, (_, revision) -> revision);
      write(B, "k", "1");
      assertThat(told).hasValue(20);
    }
  }

  @Test
  void aDeletionIsTold() {
    write(A, "k", "1");
    AtomicInteger told = new AtomicInteger();
    try (CommitWatch _ = registry.commits().watch(A, told::incrementAndGet)) {
      registry.delete(A);
      assertThat(told).hasValue(1);
      write(A, "k", "1");
      assertThat(told).hasValue(2);
    }
  }

  @Test
  void eachWatchEndsByItself() {
    AtomicInteger first = new AtomicInteger();
    AtomicInteger second = new AtomicInteger();
    CommitWatch one = registry.commits().watch(A, first::incrementAndGet);
    CommitWatch other = registry.commits().watch(A, second::incrementAndGet);
    write(A, "k", "1");
    one.close();
    one.close();
    write(A, "k", "2");
    other.close();
    write(A, "k", "3");

    assertThat(first).hasValue(1);
    assertThat(second).hasValue(2);
  }

  @Test
  void whatIsMadeUnderAPrefixIsTold() {
    List<ShardId> made = new CopyOnWriteArrayList<>();
    try (CommitWatch _ = registry.commits().watchMaking("a", made::add)) {
      write(A, "k", "1");
      write(A, "k", "2");
      write(B, "k", "1");
      registry.put(new ShardId("ab"), SettingsChange.NONE);
      registry.delete(A);
      write(A, "k", "1");
      assertThat(made).containsExactly(A, new ShardId("ab"), A);
    }
    registry.put(new ShardId("ac"), SettingsChange.NONE);
    assertThat(made).hasSize(3);
  }

  @Test
  void theHeadOfAShardIsKnownWhileItIsOpenAndAfterwards() {
    assertThat(registry.commits().head(A)).isEqualTo(Commits.UNKNOWN);
    write(A, "k", "1");
    write(A, "k", "2");
    assertThat(registry.commits().head(A)).isEqualTo(2);
    for (int i = 0; i < 8; i++) {
      write(new ShardId("other-" + i), "k", "1");
    }
    assertThat(state(A)).isEqualTo("closed");
    assertThat(registry.commits().head(A)).isEqualTo(2);
    write(A, "k", "3");
    assertThat(registry.commits().head(A)).isEqualTo(3);

    registry.delete(A);
    assertThat(registry.commits().head(A)).isEqualTo(Commits.UNKNOWN);
  }

  @Test
  void theHeadOfAShardThatFailedIsNotKnown() {
    write(A, "k", "1");
    plan.failNext(Call.READ, damage);
    assertThat(readFailure(A)).isNotNull();
    assertThat(registry.commits().head(A)).isEqualTo(Commits.UNKNOWN);
  }

  @Test
  void onlySoManyHeadsAreRememberedThoseThatWereAskedForLongest() {
    Heads heads = new Heads(2);
    heads.closedAt(A, 1);
    heads.closedAt(B, 2);
    assertThat(heads.of(A)).isEqualTo(1);
    heads.closedAt(C, 3);

    assertThat(heads.of(A)).isEqualTo(1);
    assertThat(heads.of(B)).isEqualTo(Commits.UNKNOWN);
    assertThat(heads.of(C)).isEqualTo(3);
  }
}
