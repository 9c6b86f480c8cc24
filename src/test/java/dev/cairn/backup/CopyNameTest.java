package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What copies are called. */
class CopyNameTest {

  private static final long T = Instant.parse("2026-01-02T03:04:05.678Z").toEpochMilli();

  @Test
  void itTellsTimeAndRevision() {
    assertThat(new CopyName(T, 12)).hasToString("2026-01-02T03-04-05.678Z-r12");
    assertThat(CopyName.parse("2026-01-02T03-04-05.678Z-r12")).isEqualTo(new CopyName(T, 12));
    assertThat(new CopyName(T / 1000 * 1000, 3_000_000_007L))
        .hasToString("2026-01-02T03-04-05.000Z-r3000000007");
  }

  @Test
  void theOrderOfTheTextsIsThatOfTheTimes() {
    Random random = new Random(7);
    List<CopyName> names = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      names.add(new CopyName(random.nextLong(253_402_300_800_000L), random.nextLong(1L << 40)));
    }
    names.sort(null);

    assertThat(names.stream().map(CopyName::toString)).isSorted();
    assertThat(names).allSatisfy(name -> assertThat(CopyName.parse("" + name)).isEqualTo(name));
  }

  @Test
  void whatNamesNoCopyIsNone() {
    for (String text :
        List.of(
            "",
            "latest",
            "2026-01-02T03:04:05.678Z-r12",
            "2026-01-02T03-04-05Z-r12",
            "2026-01-02T03-04-05.678Z-r012",
            "2026-01-02T03-04-05.678Z-r1234567890123456789",
            "2026-02-30T03-04-05.678Z-r12",
            "2026-01-02T25-04-05.678Z-r12",
            "2026-01-01T24-00-00.000Z-r12",
            "1969-01-02T03-04-05.678Z-r12",
            "2026-01-02T03-04-05.678Z-r12.sqlite.gz",
            "../2026-01-02T03-04-05.678Z-r12")) {
      assertThat(CopyName.parse(text)).as(text).isNull();
    }
  }

  @Test
  void whatItHasNoRoomForIsRefused() {
    assertThatThrownBy(() -> new CopyName(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CopyName(0, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CopyName(253_402_300_800_000L, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
