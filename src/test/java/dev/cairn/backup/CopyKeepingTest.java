package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Which copies are kept. */
class CopyKeepingTest {

  private static final long SEED = Long.getLong("cairn.seed", System.nanoTime());

  private static CopyName at(String time) {
    return new CopyName(Instant.parse(time).toEpochMilli(), 1);
  }

  private static LocalDate day(CopyName copy) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(copy.millis()), ZoneOffset.UTC);
  }

  /** The rule in other words: by the names that calendars give to days, weeks and months. */
  static List<CopyName> kept(CopyKeeping keeping, List<CopyName> copies) {
    TreeSet<CopyName> kept = new TreeSet<>();
    copies.stream().max(CopyName::compareTo).ifPresent(kept::add);
    kept.addAll(newest(copies, keeping.daily(), copy -> day(copy).toString()));
    kept.addAll(
        newest(
            copies,
            keeping.weekly(),
            copy ->
                day(copy).get(IsoFields.WEEK_BASED_YEAR)
                    + "-"
                    + day(copy).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)));
    DateTimeFormatter month = DateTimeFormatter.ofPattern("uuuu-MM");
    kept.addAll(newest(copies, keeping.monthly(), copy -> month.format(day(copy))));
    return List.copyOf(kept);
  }

  private static List<CopyName> newest(
      List<CopyName> copies, int periods, Function<CopyName, String> period) {
    Map<String, CopyName> newest = new LinkedHashMap<>();
    for (CopyName copy : copies) {
      newest.merge(period.apply(copy), copy, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }
    List<CopyName> found = new ArrayList<>(new TreeSet<>(newest.values()).descendingSet());
    return found.subList(0, Math.min(periods, found.size()));
  }

  private static List<CopyName> left(CopyKeeping keeping, List<CopyName> copies) {
    List<CopyName> left = new ArrayList<>(new TreeSet<>(copies));
    left.removeAll(keeping.excess(copies));
    return left;
  }

  @Test
  void itKeepsWhatTheRuleInOtherWordsKeeps() {
    Random random = new Random(SEED);
    for (int run = 0; run < 500; run++) {
      CopyKeeping keeping =
          new CopyKeeping(random.nextInt(9), random.nextInt(6), random.nextInt(14));
      long begin = random.nextLong(TimeUnit.DAYS.toMillis(365 * 80));
      long span = TimeUnit.HOURS.toMillis(1 + random.nextInt(24 * 500));
      List<CopyName> copies = new ArrayList<>();
      for (int i = random.nextInt(80); i > 0; i--) {
        copies.add(new CopyName(begin + random.nextLong(span), random.nextInt(5)));
      }

      assertThat(left(keeping, copies))
          .as("seed %d, run %d, %s", SEED, run, keeping)
          .isEqualTo(kept(keeping, copies));
    }
  }

  @Test
  void keepingAgainAfterEachCopyKeepsTheSame() {
    Random random = new Random(SEED);
    List<CopyName> all = new ArrayList<>();
    List<CopyName> left = new ArrayList<>();
    long millis = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    for (int i = 0; i < 900; i++) {
      millis += TimeUnit.HOURS.toMillis(18 + random.nextInt(12));
      CopyName copy = new CopyName(millis, i);
      all.add(copy);
      left.add(copy);
      left.removeAll(CopyKeeping.DEFAULT.excess(left));
    }

    assertThat(left).as("seed %d", SEED).isEqualTo(kept(CopyKeeping.DEFAULT, all));
    assertThat(left).hasSizeBetween(19, 23);
  }

  @Test
  void theNewestIsKeptWhateverTheNumbers() {
    List<CopyName> copies = List.of(at("2026-01-01T01:00:00Z"), at("2026-01-02T01:00:00Z"));

    assertThat(left(new CopyKeeping(0, 0, 0), copies)).containsExactly(copies.getLast());
    assertThat(new CopyKeeping(0, 0, 0).excess(List.of())).isEmpty();
  }

  @Test
  void ofADayTheNewestIsKept() {
    CopyName early = at("2026-01-02T00:00:00Z");
    CopyName late = at("2026-01-02T23:59:59.999Z");
    CopyName next = at("2026-01-03T00:00:00Z");

    assertThat(new CopyKeeping(7, 0, 0).excess(List.of(next, early, late))).containsExactly(early);
  }

  @Test
  void weeksBeginOnMondays() {
    CopyName saturday = at("2026-11-21T12:00:00Z");
    CopyName sunday = at("2026-11-22T12:00:00Z");
    CopyName monday = at("2026-11-23T12:00:00Z");

    assertThat(left(new CopyKeeping(0, 4, 0), List.of(saturday, sunday, monday)))
        .containsExactly(sunday, monday);
  }

  @Test
  void daysWithoutACopyDoNotCount() {
    List<CopyName> copies =
        List.of(at("2020-05-05T00:00:00Z"), at("2023-05-05T00:00:00Z"), at("2026-05-05T00:00:00Z"));

    assertThat(new CopyKeeping(3, 0, 0).excess(copies)).isEmpty();
  }

  @Test
  void numbersBelowZeroAreRefused() {
    assertThatThrownBy(() -> new CopyKeeping(-1, 0, 0))
        .hasMessageContaining("cairn.backup.copies-daily");
  }
}
