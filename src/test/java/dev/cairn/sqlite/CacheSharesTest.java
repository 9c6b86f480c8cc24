package dev.cairn.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheSharesTest {

  private static final long TOTAL = SqliteSettings.DEFAULT.cacheTotalBytes();

  @ParameterizedTest
  @CsvSource({"1, 20000", "3, 20000", "4, 16384", "5, 8192", "768, 64", "1280, 32", "4096, 16"})
  void theTotalIsSharedByAll(int connections, int kib) {
    assertThat(shares(connections).kib()).isEqualTo(kib);
  }

  @Test
  void noNumberOfConnectionsThatHasRoomTakesMoreThanTheTotal() {
    CacheShares shares = new CacheShares(TOTAL);
    long room = TOTAL / 1024 / CacheShares.LEAST_KIB;
    for (int open = 1; open <= room; open++) {
      shares.opened();

      assertThat(open * 1024L * shares.kib()).as("%s connections", open).isLessThanOrEqualTo(TOTAL);
    }
    // Every shard that may be open by default, each with its writer and every reader.
    assertThat(room).isGreaterThanOrEqualTo(256L * (1 + SqliteSettings.DEFAULT.readers()));
  }

  @Test
  void beyondThatEachTakesTheLeast() {
    assertThat(shares(100_000).kib()).isEqualTo(CacheShares.LEAST_KIB);
  }

  @Test
  void whoeverClosesLeavesItsShareToTheOthers() {
    CacheShares shares = shares(8);
    for (int i = 0; i < 4; i++) {
      shares.closed();
    }

    assertThat(shares.kib()).isEqualTo(16_384);
  }

  private static CacheShares shares(int connections) {
    CacheShares shares = new CacheShares(TOTAL);
    for (int i = 0; i < connections; i++) {
      shares.opened();
    }
    return shares;
  }
}
