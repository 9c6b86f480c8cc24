package dev.cairn.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundedCheckTest {

  private static final Duration LIMIT = Duration.ofMillis(50);

  /** Longer than any check may take, on the slowest machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static BoundedCheck check(
      Duration limit, UnaryOperator<HealthCheckResponseBuilder> look) {
    return new BoundedCheck("disk", look, limit, Ticker.SYSTEM);
  }

  private static HealthCheckResponse ask(BoundedCheck check) {
    return check.call().await().atMost(PATIENCE);
  }

  private static Map<String, Object> data(HealthCheckResponse answer) {
    return answer.getData().orElse(Map.of());
  }

  @Test
  void whatIsFoundInTimeIsTold() {
    HealthCheckResponse answer = ask(check(PATIENCE, found -> found.withData("free", 7)));
    assertThat(answer.getName()).isEqualTo("disk");
    assertThat(answer.getStatus()).isEqualTo(Status.UP);
    assertThat(data(answer)).containsEntry("free", 7L);
  }

  @Test
  void whatFailsIsDownWithItsReason() {
    CairnException fault = new CairnException(ErrorCode.INTERNAL, "It is broken.");
    HealthCheckResponse answer =
        ask(
            check(
                PATIENCE,
                found -> {
                  throw fault;
                }));
    assertThat(answer.getStatus()).isEqualTo(Status.DOWN);
    assertThat(data(answer)).containsEntry("reason", "It is broken.");
  }

  @Test
  void aLookThatHangsIsDownInTimeAndTakesOneThreadOnly() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    AtomicInteger looks = new AtomicInteger();
    BoundedCheck check =
        check(
            LIMIT,
            found -> {
              looks.incrementAndGet();
              await(released);
              return found;
            });
    List<HealthCheckResponse> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(ask(check));
    }
    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.getStatus()).isEqualTo(Status.DOWN);
              assertThat(String.valueOf(data(answer).get("reason")))
                  .contains("not been told within");
            });
    assertThat(looks).hasValue(1);

    released.countDown();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (ask(check).getStatus() == Status.DOWN && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(ask(check).getStatus()).isEqualTo(Status.UP);
    assertThat(looks).hasValueGreaterThan(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
