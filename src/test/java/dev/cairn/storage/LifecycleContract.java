package dev.cairn.storage;

import static dev.cairn.storage.Units.json;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.Durability;
import dev.cairn.Entry;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.Revision;
import dev.cairn.ShardId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shards: made, closed, opened, found, deleted. */
abstract class LifecycleContract extends ShardContract {

  private static final ShardId SECOND = new ShardId("second");
  private static final NewShard NEW = new NewShard(Durability.NORMAL, CREATED, 0);

  LifecycleContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  @Test
  void aNewShardIsEmptyAtItsBaseRevision() {
    assertThat(store.revision()).isZero();
    assertThat(store.created()).isEqualTo(CREATED);
    assertThat(read(ShardReader::totals)).isEqualTo(new ShardReader.Totals(1, 0));
  }

  @Test
  void aShardOpenedAgainIsAsItWasLeft() {
    write(put("a", " 1.10 ", replace("{\"m\":1}")), put(OTHER, "b", "2"));
    Entry before = entry("a");

    restart();

    assertThat(store.revision()).isEqualTo(2);
    assertThat(store.created()).isEqualTo(CREATED);
    assertThat(entry("a")).isEqualTo(before);
    assertThat(find(OTHER, "b")).isNotNull();
    write(put("a", "3"));
    assertThat(entry("a").version()).isEqualTo(3);
  }

  @Test
  void aThoroughOpenFindsASoundShardSound() {
    write(put("a", "1"));
    store.close();

    store = underTest.driver().open(SHARD, Durability.FULL, true);

    assertThat(entry("a").value()).isEqualTo(json("1"));
  }

  @Test
  void aUnitThatWasNotCommittedIsGoneAfterReopening() {
    write(put("a", "1"));
    try (UnitOfWork work = store.begin()) {
      executor.apply(work, new WriteUnit.Single(put("a", "2")), 1, now);
    }

    restart();

    assertThat(entry("a").value()).isEqualTo(json("1"));
  }

  @Test
  void durabilityCanBeSetWhileTheShardIsOpen() {
    store.setDurability(Durability.FULL);
    write(put("a", "1"));
    store.setDurability(Durability.NORMAL);
    write(put("a", "2"));

    restart();

    assertThat(entry("a").value()).isEqualTo(json("2"));
  }

  @Test
  void aShardBeginsAtItsBaseRevision() {
    long base = 3 * Revision.HISTORY_SPAN;
    try (ShardStore second =
            underTest.driver().create(SECOND, new NewShard(Durability.NORMAL, CREATED, base));
        ShardReader reader = second.reader()) {
      assertThat(second.revision()).isEqualTo(base);
      assertThat(reader.namespace(Namespace.DEFAULT))
          .isNotNull()
          .extracting(NamespaceInfo::version)
          .isEqualTo(base);
    }
  }

  @Test
  void aShardThatIsThereIsNotMadeAgain() {
    write(put("a", "1"));

    assertThatIllegalStateException().isThrownBy(() -> underTest.driver().create(SHARD, NEW));
    assertThat(entry("a").value()).isEqualTo(json("1"));
  }

  @Test
  void openingAMissingShardMakesNone() {
    StorageFault fault =
        catchThrowableOfType(
            StorageFault.class, () -> underTest.driver().open(SECOND, Durability.NORMAL, false));

    assertThat(fault.damaged()).isTrue();
    assertThat(keptShards()).containsExactly(SHARD);
  }

  @Test
  void aDeletedShardIsGoneAndLeavesItsIdFree() {
    StorageDriver driver = underTest.driver();
    fill(SECOND, "old");

    driver.delete(SECOND);
    driver.delete(SECOND);

    assertThat(keptShards()).containsExactly(SHARD);
    try (ShardStore again = driver.create(SECOND, NEW);
        ShardReader reader = again.reader()) {
      assertThat(reader.totals()).isEqualTo(new ShardReader.Totals(1, 0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "A", "network:group", "a..b", "CON", "con.txt", "~", "-rf", "a~b_c"})
  void everyLegalIdIsAShardOfItsOwn(String id) {
    fill(new ShardId(id), "mine");

    assertThat(keptShards()).containsExactlyInAnyOrder(SHARD, new ShardId(id));
    assertThat(read(ShardReader::totals)).isEqualTo(new ShardReader.Totals(1, 0));
  }

  @Test
  void idsThatDifferInCaseAreDifferentShards() {
    ShardId small = new ShardId("guild");
    fill(small, "small");
    fill(new ShardId("GUILD"), "large");

    try (ShardStore opened = underTest.driver().open(small, Durability.NORMAL, false);
        ShardReader reader = opened.reader()) {
      assertThat(reader.get(Namespace.DEFAULT, Key.of("k"), Parts.VALUE))
          .isNotNull()
          .extracting(Entry::value)
          .isEqualTo(json("\"small\""));
    }
  }

  @Test
  void theLongestIdIsAShard() {
    ShardId longest = new ShardId("X".repeat(200));

    fill(longest, "1");

    assertThat(keptShards()).containsExactlyInAnyOrder(SHARD, longest);
  }

  @Test
  void closingTwiceIsClosingOnce() {
    store.close();
    store.close();
    store = underTest.driver().open(SHARD, Durability.NORMAL, false);

    write(put("a", "1"));

    assertThat(entry("a").version()).isEqualTo(1);
  }

  private void fill(ShardId id, String word) {
    try (ShardStore other = underTest.driver().create(id, NEW);
        UnitOfWork work = other.begin()) {
      executor.apply(work, new WriteUnit.Single(put("k", "\"" + word + "\"")), 0, now);
      work.commit(1);
    }
  }

  private List<ShardId> keptShards() {
    List<ShardId> kept = new ArrayList<>();
    underTest.driver().forEachShard(shard -> kept.add(shard.id()));
    return kept;
  }
}
