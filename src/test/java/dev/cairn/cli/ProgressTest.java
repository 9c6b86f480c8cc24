package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final long MIB = 1024 * 1024;

  private final AtomicLong now = new AtomicLong();
  private final StringWriter err = new StringWriter();

  @Test
  void aLineEveryFewSecondsTellsRateShareAndTimeLeft() {
    try (Progress progress = progress(100 * MIB, Progress.Mode.LINES)) {
      now.addAndGet(Progress.LINE_EVERY_NANOS - 1);
      progress.at(MIB, 10);
      assertThat(err.toString()).isEmpty();
      now.addAndGet(1);
      progress.at(25 * MIB, 1_000);
      progress.at(26 * MIB, 1_001);
    }
    assertThat(err.toString().lines())
        .containsExactly("Importing: 1000 items, 25.0 MiB, 200 items/s, 25 %, 15 s left");
  }

  @Test
  void withoutAKnownSizeThereIsNoShareAndNoTimeLeft() {
    try (Progress progress = progress(-1, Progress.Mode.LINES)) {
      now.addAndGet(2 * Progress.LINE_EVERY_NANOS);
      progress.at(MIB / 2, 5);
    }
    assertThat(err.toString().lines()).containsExactly("Importing: 5 items, 0.5 MiB, 1 items/s");
  }

  @Test
  void quietShowsNoProgressButSaysWhatMustBeSaid() {
    try (Progress progress = progress(MIB, Progress.mode(true, true))) {
      now.addAndGet(2 * Progress.LINE_EVERY_NANOS);
      progress.at(MIB, 5);
      progress.say("so it is");
    }
    assertThat(err.toString()).isEqualTo("so it is" + System.lineSeparator());
  }

  @Test
  void aPersonGetsABar() {
    try (Progress progress = progress(MIB, Progress.mode(false, true))) {
      progress.at(MIB, 5);
    }
    assertThat(err.toString()).contains("Importing").contains("5 items");
  }

  @Test
  void failuresAreNamedUpToTheBoundAndThoseBelowAMarkCounted() {
    List<String> said = new ArrayList<>();
    Tally tally = new Tally(said::add, 2);
    tally.fail(7, "seven", "bad");
    tally.fail(3, "three", "bad");
    tally.fault("input", "cut off");
    tally.count(Tally.Outcome.CREATED);
    assertThat(said).containsExactly("seven: bad", "three: bad");
    assertThat(tally.unreported()).isEqualTo(1);
    assertThat(tally.failedBelow(3)).isZero();
    assertThat(tally.failedBelow(7)).isEqualTo(1);
    assertThat(tally.failedBelow(8)).isEqualTo(2);
    assertThat(tally.of(Tally.Outcome.FAILED)).isEqualTo(3);
    assertThat(tally.total()).isEqualTo(4);
  }

  private Progress progress(long bytes, Progress.Mode mode) {
    return new Progress("Importing", bytes, new PrintWriter(err), mode, now::get);
  }
}
