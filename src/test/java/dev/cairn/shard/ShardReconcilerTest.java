package dev.cairn.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.Revision;
import dev.cairn.ShardId;
import dev.cairn.catalogue.ShardRecord;
import dev.cairn.memory.MemoryCatalogue;
import dev.cairn.memory.MemoryDriver;
import dev.cairn.storage.FaultPlan;
import dev.cairn.storage.FaultPlan.Call;
import dev.cairn.storage.FaultyDriver;
import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.NewShard;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** Very many shards that the catalogue does not know; see {@link RestartContract} for one each. */
class ShardReconcilerTest {

  private static final int GROUP = ShardReconciler.ADOPTED_AT_ONCE;
  private static final long CREATED = 1_700_000_000_000L;
  private static final ShardId LISTED = new ShardId("listed");
  private static final ShardId REMOVED = new ShardId("removed");

  private final FaultPlan plan = new FaultPlan();
  private final FaultyDriver driver =
      new FaultyDriver(
          new MemoryDriver(Limits.DEFAULT, FeedSettings.DEFAULT, Clock.systemUTC()), plan);
  private final FaultyCatalogue catalogue = new FaultyCatalogue(new MemoryCatalogue(), plan);

  @Test
  void manyAreAdoptedInFewChangesOfTheCatalogue() {
    keep(2 * GROUP + 1);

    reconcile();

    assertThat(catalogue.count()).isEqualTo(2 * GROUP + 1);
    assertThat(catalogue.find(new ShardId("unlisted-0")))
        .isEqualTo(new ShardRecord(new ShardId("unlisted-0"), Durability.FULL, CREATED));
    assertThat(plan.calls(Call.CATALOGUE_PUT_ALL)).isEqualTo(3);
    assertThat(plan.calls(Call.CATALOGUE_PUT)).isZero();
  }

  @Test
  void listedAndRemovedOnesAmongThemFareAsTheyDoAlone() {
    keep(GROUP + 1);
    ShardRecord listed = new ShardRecord(LISTED, Durability.NORMAL, 1);
    keep(LISTED);
    catalogue.put(listed);
    keep(REMOVED);
    catalogue.put(new ShardRecord(REMOVED, Durability.NORMAL, 1));
    catalogue.remove(REMOVED, Revision.HISTORY_SPAN);

    reconcile();

    assertThat(catalogue.count()).isEqualTo(GROUP + 2);
    assertThat(catalogue.find(LISTED)).as("as it was").isEqualTo(listed);
    assertThat(catalogue.isRemoved(REMOVED)).isTrue();
    assertThat(driver.kept()).hasSize(GROUP + 2).doesNotContain(REMOVED);
  }

  @Test
  void whenTheCatalogueFailsTheGroupsBeforeAreAdoptedAndTheNextStartGoesOn() {
    keep(2 * GROUP);
    CairnException full = new CairnException(ErrorCode.STORAGE_FULL, "The disk is full.");
    plan.failNth(Call.CATALOGUE_PUT_ALL, 2, full);

    assertThat(catchThrowable(this::reconcile)).isSameAs(full);

    assertThat(catalogue.count()).isEqualTo(GROUP);
    reconcile();
    assertThat(catalogue.count()).isEqualTo(2 * GROUP);
  }

  @Test
  void theCatalogueIsLeftAloneWhereThereIsNothingToAdopt() {
    keep(LISTED);
    catalogue.put(new ShardRecord(LISTED, Durability.NORMAL, 1));

    reconcile();

    assertThat(plan.calls(Call.CATALOGUE_PUT_ALL)).isZero();
  }

  private void keep(int unlisted) {
    for (int i = 0; i < unlisted; i++) {
      keep(new ShardId("unlisted-" + i));
    }
  }

  private void keep(ShardId id) {
    driver.create(id, new NewShard(Durability.NORMAL, CREATED, 0)).close();
  }

  private void reconcile() {
    new ShardReconciler(driver, catalogue, Durability.FULL).reconcile();
  }
}
