package dev.cairn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every target with its seeds, and with mutations of them for a moment: {@code -Dcairn.fuzz.millis}
 * says how long, {@code -Dcairn.seed} which. {@code src/fuzz/run} finds more, led by coverage.
 */
class FuzzTest {

  private static final long MILLIS = Long.getLong("cairn.fuzz.millis", 300);

  /** Processor time of one input of 32 KiB at most, on the slowest machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final int MOST_SHOWN = 2000;

  private final long seed = Long.getLong("cairn.seed", System.nanoTime());

  @ParameterizedTest
  @EnumSource
  void whatIsSentIsReadOrRefusedAsItShouldBe(FuzzTarget target) {
    List<byte[]> seeds = Seeds.of(target);
    seeds.forEach(each -> take(target, each));
    Mutations mutations = new Mutations(new Random(seed), seeds);
    long end = System.nanoTime() + Duration.ofMillis(MILLIS).toNanos();
    int runs = 0;
    while (System.nanoTime() < end) {
      take(target, mutations.next());
      runs++;
    }
    assertThat(runs).as("inputs tried").isPositive();
  }

  private void take(FuzzTarget target, byte[] input) {
    long before = processorTime();
    try {
      target.take(input);
    } catch (Exception | Error failure) {
      throw new AssertionError(told(target, input), failure);
    }
    assertThat(Duration.ofNanos(processorTime() - before))
        .as(told(target, input))
        .isLessThan(PATIENCE);
  }

  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private String told(FuzzTarget target, byte[] input) {
    String shown = Fuzz.head(input);
    return "%s, seed %d, %d bytes: %s (Base64 %s)"
        .formatted(
            target.word(),
            seed,
            input.length,
            shown.substring(0, Math.min(shown.length(), MOST_SHOWN)),
            input.length <= MOST_SHOWN ? Base64.getEncoder().encodeToString(input) : "left out");
  }
}
