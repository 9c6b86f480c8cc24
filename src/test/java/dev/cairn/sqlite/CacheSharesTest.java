package dev.cairn.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheSharesTest {

  private static final long TOTAL = SqliteSettings.DEFAULT.cacheTotalBytes();
  private static final int TOTAL_KIB = (int) (TOTAL / 1024);

  @ParameterizedTest
  @CsvSource({"1, 20000", "3, 20000", "4, 16384", "5, 8192", "768, 64", "1280, 32", "4096, 16"})
  void allThatAreInUseAreEntitledToTheSame(int connections, int kib) {
    assertThat(shares(connections).kib()).isEqualTo(kib);
  }

  @Test
  void noNumberOfConnectionsThatHasRoomIsEntitledToMoreThanTheTotal() {
    CacheShares shares = new CacheShares(TOTAL);
    long room = TOTAL_KIB / CacheShares.LEAST_KIB;
    for (int inUse = 1; inUse <= room; inUse++) {
      shares.join(CacheShares.LEAST_KIB);

      assertThat(inUse * 1024L * shares.kib())
          .as("%s connections", inUse)
          .isLessThanOrEqualTo(TOTAL);
    }
    // Every shard that may be open by default, each with its writer and every reader.
    assertThat(room).isGreaterThanOrEqualTo(256L * (1 + SqliteSettings.DEFAULT.readers()));
  }

  @Test
  void beyondThatEachTakesTheLeast() {
    CacheShares shares = shares(100_000);

    assertThat(shares.kib()).isEqualTo(CacheShares.LEAST_KIB);
    assertThat(shares.take(1)).as("nothing is left").isZero();
  }

  @Test
  void whoeverLeavesLeavesItsShareToTheOthers() {
    CacheShares shares = shares(8);
    for (int i = 0; i < 4; i++) {
      shares.leave(CacheShares.LEAST_KIB);
    }

    assertThat(shares.kib()).isEqualTo(16_384);
    assertThat(shares.grantedKib()).isEqualTo(4 * CacheShares.LEAST_KIB);
  }

  @Test
  void noMoreIsGrantedThanIsLeftOfTheTotal() {
    CacheShares shares = shares(1);
    int left = TOTAL_KIB - CacheShares.LEAST_KIB;

    assertThat(shares.take(1000)).isEqualTo(1000);
    assertThat(shares.take(TOTAL_KIB)).isEqualTo(left - 1000);
    assertThat(shares.take(1)).isZero();
    shares.giveBack(5);
    assertThat(shares.take(1000)).isEqualTo(5);
  }

  @Test
  void everyChangeThatMayConcernOthersShows() {
    CacheShares shares = shares(1);
    int before = shares.changes();

    int granted = shares.take(10);
    assertThat(shares.changes()).as("one that took concerns nobody").isEqualTo(before);
    shares.giveBack(granted);
    assertThat(shares.changes()).isNotEqualTo(before);
    before = shares.changes();
    shares.join(CacheShares.LEAST_KIB);
    assertThat(shares.changes()).isNotEqualTo(before);
    before = shares.changes();
    shares.leave(CacheShares.LEAST_KIB);
    assertThat(shares.changes()).isNotEqualTo(before);
  }

  private static CacheShares shares(int connections) {
    CacheShares shares = new CacheShares(TOTAL);
    for (int i = 0; i < connections; i++) {
      shares.join(CacheShares.LEAST_KIB);
    }
    return shares;
  }
}
