package dev.cairn.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.Durability;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.MetadataChange;
import dev.cairn.storage.NewShard;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitOfWork;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryStoreTest {

  private static final int LEAST_SHARD_BYTES = 1 << 20;
  private static final UnitOfWork.Stamp STAMP = new UnitOfWork.Stamp(1, 0);

  private final ShardStore store =
      new MemoryDriver(
              new Limits(1000, 10, 100, 10, 1000, 10, 10, 1 << 20, 1000, LEAST_SHARD_BYTES, 4),
              FeedSettings.DEFAULT,
              Clock.systemUTC())
          .create(new ShardId("s"), new NewShard(Durability.NORMAL, 0, 0));

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aShardGrowsToItsLimitAndNoFurther() {
    try (UnitOfWork work = store.begin()) {
      put(work, "small", 1000);
      work.commit(1);
    }
    try (UnitOfWork work = store.begin()) {
      StorageFault fault =
          catchThrowableOfType(StorageFault.class, () -> put(work, "large", LEAST_SHARD_BYTES));

      assertThat(fault.code()).isEqualTo(ErrorCode.SHARD_FULL);
    }

    assertThat(store.sizes().bytes()).isLessThan(LEAST_SHARD_BYTES);
    assertThat(store.revision()).isEqualTo(1);
  }

  @Test
  void aFullShardCanBeEmptiedAndFilledAgain() {
    int most = LEAST_SHARD_BYTES / 4 * 3;
    try (UnitOfWork work = store.begin()) {
      put(work, "a", most);
      work.delete(Namespace.DEFAULT, Key.of("a"), STAMP);
      put(work, "b", most);
      work.clear(Namespace.DEFAULT, STAMP);
      put(work, "c", most);
      work.commit(1);
    }

    assertThat(store.sizes().bytes()).isBetween((long) most, (long) LEAST_SHARD_BYTES);
  }

  @Test
  void sizesComeBackToWhereTheyWere() {
    long empty = store.sizes().bytes();
    Namespace other = new Namespace("other");
    try (UnitOfWork work = store.begin()) {
      work.createNamespace(other, JsonText.ofChecked("{}"), STAMP);
      work.setNamespaceMetadata(other, JsonText.ofChecked("{\"m\":1}"), STAMP);
      put(work, "a", 10);
      put(work, "a", 20);
      work.setMetadata(Namespace.DEFAULT, Key.of("a"), JsonText.ofChecked("{}"), STAMP);
      work.delete(Namespace.DEFAULT, Key.of("a"), STAMP);
      work.removeNamespace(other);
      work.commit(1);
    }

    assertThat(store.sizes().bytes()).isEqualTo(empty);
  }

  @Test
  void unitsOfWorkComeOneAtATime() {
    try (UnitOfWork work = store.begin()) {
      assertThatIllegalStateException().isThrownBy(store::begin);
      work.commit(1);
    }
  }

  @Test
  void aReaderGivenBackReadsNoMore() {
    ShardReader reader = store.reader();
    reader.close();
    reader.close();

    assertThatIllegalStateException().isThrownBy(reader::totals);
    assertThat(((MemoryStore) store).isIdle()).isTrue();
  }

  private static void put(UnitOfWork work, String key, int size) {
    work.put(
        Namespace.DEFAULT,
        Key.of(key),
        JsonText.ofChecked("\"" + "x".repeat(size - 2) + "\""),
        MetadataChange.KEEP,
        Entry.NEVER,
        STAMP);
  }
}
