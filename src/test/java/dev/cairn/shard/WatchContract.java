package dev.cairn.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
    try (CommitWatch _ = registry.watch(A, told::incrementAndGet)) {
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
    try (CommitWatch _ = registry.watch(A, told::incrementAndGet)) {
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
    CommitWatch one = registry.watch(A, first::incrementAndGet);
    CommitWatch other = registry.watch(A, second::incrementAndGet);
    write(A, "k", "1");
    one.close();
    one.close();
    write(A, "k", "2");
    other.close();
    write(A, "k", "3");

    assertThat(first).hasValue(1);
    assertThat(second).hasValue(2);
  }
}
