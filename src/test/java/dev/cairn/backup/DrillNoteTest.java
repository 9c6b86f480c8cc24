package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.ShardId;
import dev.cairn.backup.ReplicaStore.StoredObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of drills, as text. */
class DrillNoteTest {

  private static final ShardId ID = new ShardId("Guild:7");
  private static final Drilled GOOD = new Drilled(12, true, 7, Duration.ofMillis(240), "");
  private static final Drilled BAD =
      new Drilled(13, false, 0, Duration.ZERO, "It is\nno good: 1 2 3.");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path directory;

  @Test
  void aNoteComesBackFromItsText() {
    List<DrillNote> notes =
        List.of(
            DrillNote.of(ID),
            DrillNote.of(ID).withEpoch("" + new EpochName(3, 4)).withDue(5),
            DrillNote.of(ID).with(GOOD).withExtent(new ReplicaExtent(1, 2, 3, 4, 5, 6)));

    for (DrillNote note : notes) {
      assertThat(DrillNote.parse(note.text())).isEqualTo(note);
    }
  }

  @Test
  void aReasonIsOneLine() {
    DrillNote note = DrillNote.of(ID).with(GOOD).with(BAD).with(BAD);

    DrillNote read = DrillNote.parse(note.text());

    assertThat(read.failures()).isEqualTo(2);
    assertThat(read.isFailing()).isTrue();
    assertThat(read.proven()).isEqualTo(GOOD);
    assertThat(read.last())
        .isEqualTo(new Drilled(13, false, 0, Duration.ZERO, "It is no good: 1 2 3."));
    assertThat(read.with(GOOD).failures()).isZero();
  }

  @Test
  void aTextThatTellsNoNoteIsRefused() {
    for (String text :
        List.of(
            "", "due 5\n", "shard a\ndue x\n", "shard a\nlast 1 true\n", "shard a\nextent 1\n")) {
      assertThatThrownBy(() -> DrillNote.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aFileThatCantBeUnderstoodIsPassedOver() throws Exception {
    DrillNotes notes = new DrillNotes(directory);
    notes.add("a", DrillNote.of(ID));
    notes.change("a", note -> note.withDue(9));
    Files.writeString(directory.resolve("b"), "rubbish");
    Files.writeString(directory.resolve("c"), "shard ..\n");
    Files.writeString(directory.resolve("a.new"), "half");

    DrillNotes again = new DrillNotes(directory);

    assertThat(again.find("a")).isEqualTo(DrillNote.of(ID).withDue(9));
    assertThat(again.find("b")).isNull();
    assertThat(again.find("c")).isNull();
    again.remove("a");
    again.change("a", note -> note.withDue(1));
    assertThat(new DrillNotes(directory).find("a")).isNull();
  }

  @Test
  void theExtentIsThatOfTheEpochsInWhateverLayout() {
    String epoch = "shards/a/" + new EpochName(1, 2);
    String later = "shards/a/" + new EpochName(2, 3);
    List<StoredObject> objects =
        List.of(
            new StoredObject(epoch + "/0000/1.ltx", 10, 500),
            new StoredObject(epoch + "/ltx/0/2.ltx", 20, 400),
            new StoredObject(later + "/ltx/0/1.ltx", 30, 900),
            new StoredObject("shards/a/else", 1000, 1),
            new StoredObject("shards/a/elsewhere/1.ltx", 1000, 1000));

    assertThat(ReplicaExtent.of("a", objects, 77))
        .isEqualTo(new ReplicaExtent(60, 3, 2, 400, 900, 77));
    assertThat(ReplicaExtent.of("a", List.of(), 77))
        .isEqualTo(new ReplicaExtent(0, 0, 0, 0, 0, 77));
  }
}
