package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the points of a shard are listed. */
class PointListTest {

  private static final long T = 1_790_000_000_000L;
  private static final ShardId A = new ShardId("a");
  private static final EpochName FIRST = new EpochName(1, T);
  private static final EpochName SECOND = new EpochName(2, T + 100_000);

  private final RecordedStore store = new RecordedStore();
  private final PointList points = PointList.of(store, ShardId::value);

  private void fill(EpochName epoch, int transactions) {
    for (int i = 1; i <= transactions; i++) {
      store.add("a", epoch, i, epoch.began() + i * 1_000L);
    }
  }

  private static List<String> names(List<PointList.Listed> listed) {
    return listed.stream().map(p -> p.epoch().number() + "/" + p.transaction()).toList();
  }

  @Test
  void theNewestComeFirstOverTheEpochs() throws IOException {
    fill(FIRST, 3);
    fill(SECOND, 2);

    PointList.Overview overview = points.newest(A, 4);

    assertThat(names(overview.points())).containsExactly("2/2", "2/1", "1/3", "1/2");
    assertThat(overview.points().getFirst().millis()).isEqualTo(SECOND.began() + 2_000);
    assertThat(overview.window()).isEqualTo(new PointList.Window(T, SECOND.began() + 2_000));
  }

  @Test
  void pagesFollowOneUponTheOtherWithoutGapOrRepetition() throws IOException {
    fill(FIRST, 7);
    fill(SECOND, 5);
    for (int most = 1; most <= 13; most++) {
      List<PointList.Listed> all = new ArrayList<>(points.newest(A, most).points());
      List<PointList.Listed> page = all;
      while (!page.isEmpty()) {
        PointList.Listed last = all.getLast();
        page = points.before(A, last.epoch(), last.transaction(), most);
        assertThat(page).hasSizeLessThanOrEqualTo(most);
        all.addAll(page);
      }
      assertThat(names(all)).isEqualTo(names(points.newest(A, 100).points())).hasSize(12);
    }
  }

  @Test
  void nothingIsAskedAboutSingleFiles() throws IOException {
    fill(FIRST, 100);
    fill(SECOND, 100);

    points.newest(A, 50);

    assertThat(store.requests()).as("epochs, files of one, copies").isEqualTo(3);
  }

  @Test
  void theCopiesAreToldTheNewestFirst() throws IOException {
    store.addCopy("a", new CopyName(T, 1));
    store.addCopy("a", new CopyName(T + 1, 2));
    store.addCopy("b", new CopyName(T + 2, 3));

    PointList.Overview overview = points.newest(A, 10);

    assertThat(overview.points()).isEmpty();
    assertThat(overview.window()).isNull();
    assertThat(overview.copies())
        .extracting(copy -> copy.name().revision())
        .containsExactly(2L, 1L);
    assertThat(overview.isEmpty()).isFalse();
  }

  @Test
  void ofAShardThatWasNeverCopiedThereIsNothing() throws IOException {
    assertThat(points.newest(A, 10).isEmpty()).isTrue();
  }

  @Test
  void withoutAStoreItSaysWhy() {
    assertThatThrownBy(() -> PointList.none("It is off.").newest(A, 10))
        .isInstanceOfSatisfying(
            CairnException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.BACKUP_OFF);
              assertThat(refusal.detail()).isEqualTo("It is off.");
            });
  }
}
