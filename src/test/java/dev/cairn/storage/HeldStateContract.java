package dev.cairn.storage;

import static dev.cairn.storage.Units.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Entry;
import dev.cairn.Key;
import dev.cairn.Namespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Readers that hold one state for several calls. */
abstract class HeldStateContract extends ShardContract {

  HeldStateContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  private static @Nullable String value(ShardReader reader, String key) {
    Entry entry = reader.get(Namespace.DEFAULT, Key.of(key), Parts.VALUE);
    return entry == null ? null : String.valueOf(entry.value());
  }

  @Test
  void aHeldStateStaysAsTheFirstCallFoundIt() {
    write(put("a", "1"));
    try (ShardReader reader = store.reader()) {
      reader.hold();
      assertThat(value(reader, "a")).isEqualTo("1");
      write(put("a", "2"), put("b", "3"));
      assertThat(value(reader, "a")).isEqualTo("1");
      assertThat(value(reader, "b")).isNull();
      assertThat(reader.totals().entries()).isEqualTo(1);
    }
  }

  @Test
  void whoLetsGoSeesWhatWasCommittedMeanwhile() {
    write(put("a", "1"));
    try (ShardReader reader = store.reader()) {
      reader.hold();
      assertThat(value(reader, "a")).isEqualTo("1");
      write(put("a", "2"));
      reader.letGo();
      assertThat(value(reader, "a")).isEqualTo("2");
      write(put("a", "3"));
      assertThat(value(reader, "a")).isEqualTo("3");
    }
  }

  @Test
  void holdingTwiceAndLettingGoTwiceIsHarmless() {
    write(put("a", "1"));
    try (ShardReader reader = store.reader()) {
      reader.letGo();
      reader.hold();
      reader.hold();
      assertThat(value(reader, "a")).isEqualTo("1");
      reader.letGo();
      reader.letGo();
      write(put("a", "2"));
      assertThat(value(reader, "a")).isEqualTo("2");
    }
  }

  @Test
  void callsOfSeveralStepsKeepToTheHeldState() {
    write(put("a", "1"));
    try (ShardReader reader = store.reader()) {
      reader.hold();
      assertThat(value(reader, "a")).isEqualTo("1");
      write(put("a", "2"));
      List<@Nullable Entry> found =
          reader.getAll(
              List.of(new Operation.Get(Namespace.DEFAULT, Key.of("a"), Parts.VALUE)), MUCH);
      assertThat(found).singleElement().isNotNull();
      assertThat(String.valueOf(found.getFirst())).contains("value=1");
      assertThat(value(reader, "a")).as("the state outlives the call").isEqualTo("1");
    }
  }

  @Test
  void aReaderThatIsGivenBackHoldsNothing() {
    write(put("a", "1"));
    try (ShardReader reader = store.reader()) {
      reader.hold();
      assertThat(value(reader, "a")).isEqualTo("1");
    }
    write(put("a", "2"));
    for (int i = 0; i < 8; i++) {
      try (ShardReader reader = store.reader()) {
        assertThat(value(reader, "a")).isEqualTo("2");
      }
    }
  }

  @Test
  void aRefusedCallLeavesTheHeldStateUsable() {
    write(put("a", "1"));
    try (ShardReader reader = store.reader()) {
      reader.hold();
      assertThat(value(reader, "a")).isEqualTo("1");
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> reader.count(new Namespace("missing"), null)))
          .isInstanceOf(dev.cairn.CairnException.class);
      write(put("a", "2"));
      assertThat(value(reader, "a")).isEqualTo("1");
    }
  }

  @Test
  void aReaderThatIsKeptTakesNoneAwayFromOthers() {
    write(Units.put("kept", "1"));
    try (ShardReader kept = store.keptReader()) {
      kept.hold();
      assertThat(kept.totals().entries()).isEqualTo(1);
      write(Units.put("later", "1"));
      List<ShardReader> others = new ArrayList<>();
      try {
        // As many as there are for everybody else.
        for (int i = 0; i < 4; i++) {
          others.add(store.reader());
          assertThat(others.getLast().totals().entries()).isEqualTo(2);
        }
      } finally {
        others.forEach(ShardReader::close);
      }
      assertThat(kept.totals().entries()).isEqualTo(1);
    }
  }
}
