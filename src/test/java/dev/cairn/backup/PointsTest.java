package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which state is restored for a time, and when none is. */
class PointsTest {

  private static final long T = 1_790_000_000_000L;
  private static final EpochName FIRST = new EpochName(1, T);
  private static final EpochName SECOND = new EpochName(2, T + 100_000);

  private final RecordedStore store = new RecordedStore();
  private final Points points = new Points(store);

  private void fill(EpochName epoch, int transactions) {
    for (int i = 1; i <= transactions; i++) {
      store.add("a", epoch, i, epoch.began() + i * 1_250L);
    }
  }

  private long transaction(long millis) throws IOException, NoSuchPointException {
    return points.before("a", millis).transaction();
  }

  @Test
  void itIsTheLastTransactionFromBeforeTheTime() throws Exception {
    fill(FIRST, 10);

    assertThat(transaction(T + 1_251)).isEqualTo(1);
    assertThat(transaction(T + 2_500)).as("not the one of that very time").isEqualTo(1);
    assertThat(transaction(T + 2_501)).isEqualTo(2);
    assertThat(transaction(T + 99_999)).isEqualTo(10);
    assertThat(points.latest("a"))
        .isEqualTo(new Point(new ReplicaPlace("a", FIRST), 10, T + 12_500));
  }

  @Test
  void itIsOfTheEpochThatWasBegunLastBeforeTheTime() throws Exception {
    fill(FIRST, 10);
    fill(SECOND, 10);

    assertThat(points.before("a", T + 99_999).place().epoch()).isEqualTo(FIRST);
    assertThat(points.before("a", T + 102_000).place().epoch()).isEqualTo(SECOND);
    assertThat(points.latest("a").place().epoch()).isEqualTo(SECOND);
  }

  @Test
  void whileNothingOfAnEpochHadArrivedTheOneBeforeItCounts() throws Exception {
    fill(FIRST, 10);
    fill(SECOND, 10);
    store.addEmpty("a", new EpochName(3, T + 200_000));

    assertThat(points.before("a", T + 100_500))
        .isEqualTo(new Point(new ReplicaPlace("a", FIRST), 10, T + 12_500));
    assertThat(points.latest("a").place().epoch()).isEqualTo(SECOND);
  }

  @Test
  void beforeTheFirstThereIsNone() {
    fill(FIRST, 10);

    assertThatThrownBy(() -> points.before("a", T + 1_250))
        .isInstanceOf(NoSuchPointException.class)
        .hasMessageContaining("begins after")
        .hasMessageContaining("nearest point")
        .hasMessageContaining(Instant.ofEpochMilli(T + 1_250).toString());
  }

  @Test
  void ofAShardThatWasNeverCopiedThereIsNone() {
    assertThatThrownBy(() -> points.latest("a"))
        .isInstanceOf(NoSuchPointException.class)
        .hasMessageContaining("nothing of shard a");
  }

  @Test
  void aMissingFileIsNoOlderStateInSilence() {
    fill(FIRST, 10);
    store.remove("a", FIRST, 6);

    assertThatThrownBy(() -> points.latest("a"))
        .isInstanceOf(NoSuchPointException.class)
        .hasMessageContaining("after 5 are missing")
        .hasMessageContaining(Instant.ofEpochMilli(T + 5 * 1_250).toString());
  }

  @Test
  void pointsFromBeforeAMissingFileCanBeRestored() throws Exception {
    fill(FIRST, 10);
    store.remove("a", FIRST, 6);

    assertThat(transaction(T + 5 * 1_250 + 1)).isEqualTo(5);
  }

  @Test
  void aFileThatIsMissingIsNoneIfAnotherLevelHasIt() throws Exception {
    fill(FIRST, 10);
    store.remove("a", FIRST, 6);
    store.add("a", FIRST, 1, 4, 7, T + 4 * 1_250);

    assertThat(points.latest("a").transaction()).isEqualTo(10);
  }

  @Test
  void aFineStateThatIsMissingIsToldThoughACompactedFileHasIt() throws Exception {
    fill(FIRST, 10);
    store.remove("a", FIRST, 6);
    store.remove("a", FIRST, 7);
    store.add("a", FIRST, 1, 1, 8, T + 1_250);

    assertThat(transaction(T + 5 * 1_250 + 2_000)).as("as old as it may be").isEqualTo(5);
    assertThatThrownBy(() -> points.before("a", T + 5 * 1_250 + 2_001))
        .isInstanceOf(NoSuchPointException.class)
        .hasMessageContaining("after 5 are missing");
    assertThat(transaction(T + 8 * 1_250 + 1)).isEqualTo(8);
  }

  @Test
  void theNewestStateIsToldToBeMissingThoughACompactedFileHasIt() throws Exception {
    fill(FIRST, 10);
    store.add("a", FIRST, 1, 1, 8, T + 1_250);
    assertThat(points.latest("a").transaction()).isEqualTo(10);
    store.add("a", FIRST, 1, 9, 10, T + 9 * 1_250);
    store.remove("a", FIRST, 10);

    assertThatThrownBy(() -> points.latest("a"))
        .isInstanceOf(NoSuchPointException.class)
        .hasMessageContaining("after 9 are missing");
  }

  @Test
  void whatThinningHasTakenIsNotMissing() throws Exception {
    fill(FIRST, 100);
    store.add("a", FIRST, 1, 1, 48, T + 1_250);
    store.add("a", FIRST, 1, 49, 96, T + 49 * 1_250);
    new Thinning(store).thin(new ReplicaPlace("a", FIRST));

    assertThat(transaction(T + 90 * 1_250)).isEqualTo(48);
    assertThat(transaction(T + 97 * 1_250)).isEqualTo(96);
    assertThat(points.latest("a").transaction()).isEqualTo(100);
  }

  @Test
  void aWholeCopyBeginsAnEpochAsWellAsItsFirstTransaction() throws Exception {
    fill(FIRST, 10);
    store.remove("a", FIRST, 1);
    assertThatThrownBy(() -> points.latest("a")).isInstanceOf(NoSuchPointException.class);
    store.add("a", FIRST, 9, 1, 4, T + 4 * 1_250);

    assertThat(points.latest("a").transaction()).isEqualTo(10);
    assertThatThrownBy(() -> points.before("a", T + 2 * 1_250 + 1))
        .as("only up to the whole copy there is nothing to begin with")
        .isInstanceOf(NoSuchPointException.class);
  }

  @Test
  void ofAnEpochWithoutABeginningTheFirstPointAfterItIsNamed() {
    fill(FIRST, 10);
    fill(SECOND, 10);
    store.remove("a", FIRST, 1);

    assertThatThrownBy(() -> points.before("a", T + 99_999))
        .isInstanceOf(NoSuchPointException.class)
        .hasMessageContaining("after 0 are missing")
        .hasMessageContaining("nearest point")
        .hasMessageContaining(Instant.ofEpochMilli(T + 100_000 + 1_250).toString());
  }

  @Test
  void aTransactionThatIsNamedIsAPointIfOthersLeadToIt() throws Exception {
    fill(FIRST, 10);
    ReplicaPlace place = new ReplicaPlace("a", FIRST);

    assertThat(points.at(place, 7)).isEqualTo(new Point(place, 7, T + 7 * 1_250));
    store.remove("a", FIRST, 6);
    assertThat(points.at(place, 5).transaction()).isEqualTo(5);
    assertThatThrownBy(() -> points.at(place, 7))
        .isInstanceOf(NoSuchPointException.class)
        .hasMessageContaining("after 5 are missing");
    store.add("a", FIRST, 1, 4, 6, T + 4 * 1_250);
    assertThat(points.at(place, 7).transaction()).isEqualTo(7);
    assertThat(points.at(place, 6)).isEqualTo(new Point(place, 6, T + 4 * 1_250));
    assertThatThrownBy(() -> points.at(place, 11)).isInstanceOf(NoSuchPointException.class);
  }

  @Test
  void severalTransactionsInAFileAreOnePoint() throws Exception {
    store.add("a", FIRST, 0, 1, 1, T + 1);
    store.add("a", FIRST, 0, 2, 5, T + 1_000);

    assertThat(transaction(T + 1_000)).isEqualTo(1);
    assertThat(transaction(T + 1_001)).isEqualTo(5);
  }
}
