package dev.cairn.shard;

import static dev.cairn.storage.Units.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.Eventually;
import dev.cairn.Quotas;
import dev.cairn.storage.FaultPlan.Call;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * The settings of a shard hold at once, until they are changed, whatever becomes of the process.
 */
abstract class SettingsContract extends RegistryContract {

  private static final Quotas TWO_ENTRIES = new Quotas(0, 2, 100, 0, 0, 0);
  private static final Quotas OF_THE_NODE = new Quotas(0, 3, 0, 5, 700, 0);

  SettingsContract(Function<Path, Backing> start) {
    super(start);
  }

  private static SettingsChange quotas(Quotas quotas) {
    return new SettingsChange(null, quotas);
  }

  private void assertFullAt(int entries) {
    for (int i = 0; i < entries; i++) {
      write(A, "k" + i, "1");
    }
    assertThat(refused(A, put("one more", "1")).code()).isEqualTo(ErrorCode.SHARD_FULL);
  }

  @Test
  void aShardIsMadeWithItsQuotas() {
    assertThat(registry.quotas(A)).isEqualTo(Quotas.NONE);

    assertThat(registry.put(A, quotas(TWO_ENTRIES))).isTrue();

    assertFullAt(2);
    assertThat(registry.quotas(A)).isEqualTo(TWO_ENTRIES);
    assertThat(registry.status(A).quotas()).isEqualTo(TWO_ENTRIES);
    assertThat(registry.quotas(B)).isEqualTo(Quotas.NONE);
  }

  @Test
  void quotasChangeWhileTheShardServes() {
    write(A, "k0", "1");

    assertThat(registry.put(A, quotas(TWO_ENTRIES))).isFalse();
    assertFullAt(2);
    registry.put(A, quotas(new Quotas(0, 4, 0, 0, 0, 0)));
    assertFullAt(4);
    registry.put(A, new SettingsChange(Durability.FULL, null));
    assertFullAt(4);
    registry.put(A, SettingsChange.NONE);
    assertFullAt(4);
    registry.put(A, quotas(Quotas.NONE));
    write(A, "fifth", "1");

    assertThat(registry.status(A).durability()).isEqualTo(Durability.FULL);
  }

  @Test
  void quotasHoldAfterARestartAndWhenTheShardIsOpenedAgain() {
    registry.put(A, quotas(TWO_ENTRIES));
    registry.put(B, quotas(new Quotas(7_000_000, 0, 0, 0, 0, 9)));

    restart();

    assertThat(registry.quotas(A)).isEqualTo(TWO_ENTRIES);
    assertThat(registry.quotas(B)).isEqualTo(new Quotas(7_000_000, 0, 0, 0, 0, 9));
    assertFullAt(2);
  }

  @Test
  void theNodesBoundsHoldWhereAShardHasNone() {
    ShardSettings d = settings(8);
    restart(
        new ShardSettings(
            d.autoCreate(),
            d.defaultDurability(),
            d.openCap(),
            d.waitingWrites(),
            d.waitingBytes(),
            d.lendWait(),
            d.drainWait(),
            d.quarantineRetry(),
            d.idleClose(),
            d.writerThreads(),
            d.diskWriterThreads(),
            d.openerThreads(),
            OF_THE_NODE));

    assertThat(registry.quotas(A)).isEqualTo(OF_THE_NODE);
    assertFullAt(3);
    registry.put(A, quotas(new Quotas(0, 4, 0, 0, 0, 0)));

    assertThat(registry.quotas(A)).isEqualTo(new Quotas(0, 4, 0, 5, 700, 0));
    assertFullAt(4);
  }

  @Test
  void aDeletedShardTakesItsQuotasAlong() {
    registry.put(A, quotas(TWO_ENTRIES));

    registry.delete(A);

    assertThat(registry.quotas(A)).isEqualTo(Quotas.NONE);
    for (int i = 0; i < 3; i++) {
      write(A, "k" + i, "1");
    }
    restart();
    assertThat(registry.quotas(A)).isEqualTo(Quotas.NONE);
  }

  @Test
  void aShardThatCannotTakeItsQuotasIsOpenedAgainWithThem() {
    write(A, "k0", "1");
    int opens = plan.calls(Call.OPEN);
    plan.failNext(Call.SET_QUOTAS, passing);

    assertThat(
            catchThrowableOfType(CairnException.class, () -> registry.put(A, quotas(TWO_ENTRIES))))
        .isSameAs(passing);

    Eventually.holds("it is closed", () -> state(A).equals("closed"));
    assertFullAt(2);
    assertThat(plan.calls(Call.OPEN) - opens).isEqualTo(1);
  }
}
