package dev.cairn.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.Quotas;
import dev.cairn.Revision;
import dev.cairn.ShardId;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.catalogue.ShardRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that is asked of a catalogue. A catalogue's test is a subclass that says how to open
 * it, and nothing else.
 */
public abstract class CatalogueContract {

  private static final long CREATED = 1_700_000_000_000L;
  private static final ShardId A = new ShardId("a");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path directory;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private Catalogue catalogue;

  /** Opens the catalogue of a directory, which is empty the first time. */
  protected abstract Catalogue open(Path directory);

  /**
   * Closes a catalogue and opens it again, as a new process would; the same one if nothing of it
   * survives the process.
   */
  protected abstract Catalogue reopen(Catalogue closing, Path of);

  @BeforeEach
  final void openCatalogue() {
    catalogue = open(directory);
  }

  @AfterEach
  final void closeCatalogue() {
    catalogue.close();
  }

  @Test
  void quotasAreKeptWithTheirShards() {
    Quotas all = new Quotas(1, 2, 3, 4, 5, Quotas.MOST);
    Quotas one = new Quotas(0, 0, 0, 0, 6, 0);
    ShardId b = new ShardId("b");
    catalogue.put(new ShardRecord(A, Durability.FULL, CREATED, all));
    catalogue.put(new ShardRecord(b, Durability.NORMAL, CREATED, one));
    catalogue.put(new ShardRecord(new ShardId("c"), Durability.NORMAL, CREATED));
    catalogue = reopen(catalogue, directory);

    assertThat(catalogue.quotas()).isEqualTo(Map.of(A, all, b, one));
    assertThat(catalogue.find(A)).isEqualTo(new ShardRecord(A, Durability.FULL, CREATED, all));
    catalogue.put(new ShardRecord(A, Durability.FULL, CREATED, one));
    catalogue.remove(b, 1);
    assertThat(catalogue.quotas()).isEqualTo(Map.of(A, one));
    catalogue.put(new ShardRecord(A, Durability.FULL, CREATED));
    assertThat(catalogue.quotas()).isEmpty();
  }

  @Test
  void aNewCatalogueIsEmpty() {
    assertThat(catalogue.count()).isZero();
    assertThat(list("", null, 10)).isEmpty();
    assertThat(catalogue.find(A)).isNull();
    assertThat(catalogue.baseRevision(A)).isZero();
    assertThat(catalogue.isRemoved(A)).isFalse();
  }

  @Test
  void aShardIsFoundAsItWasPut() {
    catalogue.put(shard("a", Durability.FULL));

    assertThat(catalogue.find(A)).isEqualTo(shard("a", Durability.FULL));
    assertThat(catalogue.count()).isEqualTo(1);
  }

  @Test
  void puttingAgainReplaces() {
    catalogue.put(shard("a", Durability.NORMAL));
    catalogue.put(shard("a", Durability.FULL));

    assertThat(catalogue.find(A)).isEqualTo(shard("a", Durability.FULL));
    assertThat(catalogue.count()).isEqualTo(1);
  }

  @Test
  void manyShardsArePutAsEachWouldBe() {
    catalogue.put(shard("a", Durability.NORMAL));
    catalogue.put(shard("b", Durability.NORMAL));
    catalogue.remove(new ShardId("b"), Revision.HISTORY_SPAN);
    catalogue.put(shard("other", Durability.FULL));

    catalogue.putAll(
        List.of(
            shard("a", Durability.FULL),
            shard("b", Durability.NORMAL),
            shard("c", Durability.NORMAL),
            shard("c", Durability.FULL)));

    assertThat(list("", null, 10)).containsExactly("a", "b", "c", "other");
    assertThat(catalogue.find(A)).as("replaced").isEqualTo(shard("a", Durability.FULL));
    assertThat(catalogue.isRemoved(new ShardId("b"))).as("added again").isFalse();
    assertThat(catalogue.baseRevision(new ShardId("b"))).isEqualTo(Revision.HISTORY_SPAN);
    assertThat(catalogue.find(new ShardId("c"))).isEqualTo(shard("c", Durability.FULL));
    catalogue = reopen(catalogue, directory);
    assertThat(list("", null, 10)).containsExactly("a", "b", "c", "other");
  }

  @Test
  void puttingNoneChangesNothing() {
    catalogue.put(shard("a", Durability.NORMAL));

    catalogue.putAll(List.of());

    assertThat(list("", null, 10)).containsExactly("a");
  }

  @Test
  void aRemovedShardLeavesItsNextBase() {
    catalogue.put(shard("a", Durability.NORMAL));

    catalogue.remove(A, Revision.HISTORY_SPAN);

    assertThat(catalogue.find(A)).isNull();
    assertThat(catalogue.isRemoved(A)).isTrue();
    assertThat(catalogue.baseRevision(A)).isEqualTo(Revision.HISTORY_SPAN);
    assertThat(catalogue.count()).isZero();
    assertThat(list("", null, 10)).isEmpty();
  }

  @Test
  void aShardAddedAgainIsNoLongerRemoved() {
    catalogue.put(shard("a", Durability.NORMAL));
    catalogue.remove(A, Revision.HISTORY_SPAN);

    catalogue.put(shard("a", Durability.NORMAL));

    assertThat(catalogue.isRemoved(A)).isFalse();
    assertThat(catalogue.find(A)).isNotNull();
    catalogue.remove(A, 2 * Revision.HISTORY_SPAN);
    assertThat(catalogue.baseRevision(A)).isEqualTo(2 * Revision.HISTORY_SPAN);
  }

  @Test
  void theLatestHistoryOfAListedShardIsKept() {
    catalogue.put(shard("a", Durability.NORMAL));

    catalogue.enterHistory(A, 3 * Revision.HISTORY_SPAN);
    catalogue.enterHistory(A, 2 * Revision.HISTORY_SPAN);

    assertThat(catalogue.baseRevision(A)).isEqualTo(3 * Revision.HISTORY_SPAN);
    assertThat(catalogue.find(A)).as("still listed").isNotNull();
    assertThat(catalogue.isRemoved(A)).isFalse();
    catalogue = reopen(catalogue, directory);
    assertThat(catalogue.baseRevision(A)).isEqualTo(3 * Revision.HISTORY_SPAN);
    catalogue.remove(A, Revision.HISTORY_SPAN);
    assertThat(catalogue.baseRevision(A)).as("never lower").isEqualTo(3 * Revision.HISTORY_SPAN);
  }

  @Test
  void shardsAreListedInByteOrderWithPrefixAndPlace() {
    for (String id : List.of("b", "a", "B", "a:1", "a_1", "ab", "a~", "a-1")) {
      catalogue.put(shard(id, Durability.NORMAL));
    }

    assertThat(list("", null, 100)).containsExactly("B", "a", "a-1", "a:1", "a_1", "ab", "a~", "b");
    assertThat(list("a_", null, 100)).containsExactly("a_1");
    assertThat(list("a", new ShardId("a:1"), 2)).containsExactly("a_1", "ab");
    assertThat(list("b", new ShardId("a"), 100)).containsExactly("b");
    assertThat(list("a", new ShardId("b"), 100)).isEmpty();
    assertThat(list("", null, 1)).containsExactly("B");
  }

  @Test
  void whatTheCatalogueSaysSurvivesReopening() {
    catalogue.put(shard("a", Durability.NORMAL));
    catalogue.put(shard("b", Durability.FULL));
    catalogue.remove(A, 5 * Revision.HISTORY_SPAN);

    catalogue = reopen(catalogue, directory);

    assertThat(list("", null, 10)).containsExactly("b");
    assertThat(catalogue.find(new ShardId("b"))).isEqualTo(shard("b", Durability.FULL));
    assertThat(catalogue.isRemoved(A)).isTrue();
    assertThat(catalogue.baseRevision(A)).isEqualTo(5 * Revision.HISTORY_SPAN);
  }

  @Test
  void changesFromManyThreadsAllCount() {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 40; i++) {
        String id = "shard-" + i;
        threads.execute(() -> catalogue.put(shard(id, Durability.NORMAL)));
      }
    }

    assertThat(catalogue.count()).isEqualTo(40);
  }

  private List<String> list(String prefix, @Nullable ShardId after, int limit) {
    return catalogue.list(prefix, after, limit).stream().map(each -> each.id().value()).toList();
  }

  private static ShardRecord shard(String id, Durability durability) {
    return new ShardRecord(new ShardId(id), durability, CREATED);
  }
}
