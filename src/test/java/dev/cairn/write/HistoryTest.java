package dev.cairn.write;

import static dev.cairn.storage.Units.put;
import static dev.cairn.write.WriterFixture.committed;
import static dev.cairn.write.WriterFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Revision;
import org.junit.jupiter.api.Test;

/** A writer asks its owner before it carries a shard over into another history. */
class HistoryTest {

  @Test
  void theOwnerIsAskedBeforeTheCommitThatEntersAHistoryAndNotAgain() {
    try (WriterFixture fixture = almostFull()) {
      fixture.submitAside(put("a", "1"));
      fixture.drains.runAll();
      assertThat(fixture.histories).isEmpty();

      fixture.submitAside(put("b", "1"));
      var last = fixture.submit(put("c", "1"));
      fixture.drains.runAll();
      fixture.submitAside(put("d", "1"));
      fixture.drains.runAll();

      assertThat(committed(last).revision()).isEqualTo(Revision.HISTORY_SPAN + 1);
      assertThat(fixture.histories).containsExactly(Revision.HISTORY_SPAN + 1);
    }
  }

  @Test
  void anOwnerThatCannotTakeNoteKeepsTheCommitFromHappening() {
    try (WriterFixture fixture = almostFull()) {
      fixture.historyRefusal = new CairnException(ErrorCode.STORAGE_FULL, "Full (of a test).");
      var within = fixture.submit(put("a", "1"));
      var beyond = fixture.submit(put("b", "1"));

      fixture.drains.runAll();

      assertThat(committed(within).revision()).isEqualTo(Revision.HISTORY_SPAN - 1);
      assertThat(refused(beyond).code()).isEqualTo(ErrorCode.STORAGE_FULL);
      assertThat(fixture.value("b")).isNull();
      assertThat(fixture.faults).as("nothing is wrong with the shard").isEmpty();

      fixture.historyRefusal = null;
      var again = fixture.submit(put("b", "1"));
      fixture.drains.runAll();
      assertThat(committed(again).revision()).isEqualTo(Revision.HISTORY_SPAN);
      assertThat(fixture.histories).containsExactly(Revision.HISTORY_SPAN);
    }
  }

  /** A shard that has room for one more unit in its first history. */
  private static WriterFixture almostFull() {
    return new WriterFixture(WriteSettings.DEFAULT, Revision.HISTORY_SPAN - 2, null);
  }
}
