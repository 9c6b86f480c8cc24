package dev.cairn.litestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackOffTest {

  private final BackOff backOff =
      new BackOff(Duration.ofMillis(200), Duration.ofSeconds(30), new Random(1));

  @Test
  void waitsDoubleUpToTheLongestWithJitterOfHalf() {
    long full = 200;
    for (int failures = 1; failures <= 100; failures++) {
      assertThat(backOff.delay(failures))
          .isBetween(Duration.ofMillis(full / 2), Duration.ofMillis(full));
      full = Math.min(full * 2, 30_000);
    }
  }
}
