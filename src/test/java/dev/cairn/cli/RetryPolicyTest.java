package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private final RetryPolicy policy = new RetryPolicy(5, wait -> {}, new Random(1));

  @Test
  void waitsDoubleUpToTheLongestWithJitterOfHalf() {
    long full = RetryPolicy.FIRST_WAIT_MILLIS;
    for (int attempt = 1; attempt <= 100; attempt++) {
      assertThat(policy.delay(attempt, -1))
          .isBetween(Duration.ofMillis(full / 2), Duration.ofMillis(full));
      full = Math.min(full * 2, RetryPolicy.LONGEST_WAIT_MILLIS);
    }
  }

  @Test
  void theServersWishIsFollowedWithinReason() {
    assertThat(policy.delay(1, 0)).isZero();
    assertThat(policy.delay(1, 7)).isEqualTo(Duration.ofSeconds(7));
    assertThat(policy.delay(1, 100_000))
        .isEqualTo(Duration.ofSeconds(RetryPolicy.LONGEST_RETRY_AFTER_SECONDS));
  }
}
