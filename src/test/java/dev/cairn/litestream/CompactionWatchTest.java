package dev.cairn.litestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When a process that answers is taken for one that hangs. */
class CompactionWatchTest {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Path A = Path.of("/data/shards/00/a.sqlite");
  private static final Path B = Path.of("/data/shards/01/b.sqlite");

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
  private final CompactionWatch watch = new CompactionWatch(now::get);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private void heard(String message, String file) {
    watch.heard(Map.of("msg", message, "db", file));
  }

  @Test
  void oneThatUploadsForLongAndSaysNothingOfMergingHangs() {
    watch.uploaded(A, 1);
    pass(LIMIT.minusSeconds(1));
    watch.uploaded(B, 1);
    assertThat(watch.isStalled(LIMIT)).isFalse();
    pass(Duration.ofSeconds(1));

    assertThat(watch.isStalled(LIMIT)).isTrue();
  }

  @Test
  void oneThatMergesAnythingDoesNot() {
    watch.uploaded(A, 1);
    watch.uploaded(B, 1);
    pass(LIMIT);
    watch.uploaded(A, 2);
    heard("compaction complete", "b.sqlite");

    assertThat(watch.isStalled(LIMIT)).isFalse();
    pass(LIMIT);
    watch.uploaded(A, 3);
    assertThat(watch.isStalled(LIMIT)).as("a still waits, and nothing came since").isTrue();
  }

  @Test
  void oneThatFailsToMergeAndSaysSoDoesNot() {
    watch.uploaded(A, 1);
    pass(LIMIT);
    watch.uploaded(A, 2);
    heard("compaction failed", "a.sqlite");

    assertThat(watch.isStalled(LIMIT)).isFalse();
  }

  @Test
  void oneThatOnlySaysOtherThingsDoes() {
    watch.uploaded(A, 1);
    pass(LIMIT);
    watch.uploaded(A, 2);
    heard("snapshot complete", "a.sqlite");
    watch.heard(Map.of());

    assertThat(watch.isStalled(LIMIT)).isTrue();
  }

  @Test
  void oneThatHasNothingToMergeDoesNot() {
    watch.uploaded(A, 1);
    heard("compaction complete", "a.sqlite");
    pass(LIMIT.multipliedBy(3));
    watch.uploaded(A, 1);
    watch.uploaded(B, 1);

    assertThat(watch.isStalled(LIMIT)).isFalse();
  }

  @Test
  void nothingIsExpectedOfAFileThatIsNotCopiedAnyMore() {
    watch.uploaded(A, 1);
    pass(LIMIT);
    watch.uploaded(B, 1);
    watch.letGo(A);

    assertThat(watch.isStalled(LIMIT)).isFalse();
  }

  @Test
  void aFileThatIsCopiedAgainIsCountedFromItsBegin() {
    watch.uploaded(A, 100);
    watch.letGo(A);
    watch.uploaded(A, 1);
    pass(LIMIT);
    watch.uploaded(A, 2);

    assertThat(watch.isStalled(LIMIT)).isTrue();
  }

  @Test
  void whileNothingIsUploadedEitherItIsWaitedForLonger() {
    watch.uploaded(A, 1);
    pass(LIMIT);

    assertThat(watch.isStalled(LIMIT)).isFalse();
    watch.uploaded(A, 2);
    assertThat(watch.isStalled(LIMIT)).isTrue();
    pass(CompactionWatch.FRESH);
    assertThat(watch.isStalled(LIMIT)).isFalse();
    pass(LIMIT.multipliedBy(CompactionWatch.PATIENCE - 1));
    assertThat(watch.isStalled(LIMIT)).isTrue();
  }

  @Test
  void aStoreThatRefusesItsCallsIsNoReasonToRestart() {
    watch.uploaded(A, 1);
    for (int i = 0; i < 60; i++) {
      pass(Duration.ofMinutes(1));
      heard("compaction failed", "a.sqlite");
      assertThat(watch.isStalled(LIMIT)).isFalse();
    }
  }
}
