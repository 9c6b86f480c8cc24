package dev.cairn.health;

import dev.cairn.CairnException;
import dev.cairn.Ticker;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A check that always answers in time. What it looks at is looked at on a thread of its own, one at
 * a time: while that hangs, whoever asks is told so at once or when the time is over, no further
 * thread is begun, and no thread of the server's waits.
 *
 * <p>Any thread.
 */
final class BoundedCheck implements AsyncHealthCheck {

  /** How long a look may take. Probes as a rule give up after a second. */
  static final Duration LIMIT = Duration.ofMillis(800);

  private final String name;
  private final UnaryOperator<HealthCheckResponseBuilder> look;
  private final Duration limit;
  private final Ticker ticker;

  /** The look that was begun last; guarded by this. */
  private @Nullable Look last;

  private record Look(CompletableFuture<HealthCheckResponse> found, long begun) {}

  /**
   * A check of that name.
   *
   * @param look adds what it finds to an answer that is up, or makes it one that is down; what it
   *     throws makes it down
   * @param limit how long it may take
   */
  BoundedCheck(
      String name, UnaryOperator<HealthCheckResponseBuilder> look, Duration limit, Ticker ticker) {
    this.name = name;
    this.look = look;
    this.limit = limit;
    this.ticker = ticker;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return Uni.createFrom().completionStage(this::answer);
  }

  private CompletableFuture<HealthCheckResponse> answer() {
    Look current = current();
    long taken = ticker.nanos() - current.begun();
    HealthCheckResponse late =
        down("It has not been told within " + Duration.ofNanos(Math.max(taken, limit.toNanos())));
    return current
        .found()
        .copy()
        .completeOnTimeout(late, Math.max(0, limit.toNanos() - taken), TimeUnit.NANOSECONDS)
        .exceptionally(failure -> down(reason(failure)));
  }

  private synchronized Look current() {
    Look current = last;
    if (current == null || current.found().isDone()) {
      CompletableFuture<HealthCheckResponse> found = new CompletableFuture<>();
      current = new Look(found, ticker.nanos());
      last = current;
      Thread.ofPlatform().daemon().name("cairn-health-" + name).start(() -> look(found));
    }
    return current;
  }

  private void look(CompletableFuture<HealthCheckResponse> found) {
    try {
      found.complete(look.apply(HealthCheckResponse.named(name).up()).build());
    } catch (RuntimeException | Error e) {
      found.completeExceptionally(e);
    }
  }

  private HealthCheckResponse down(String reason) {
    return HealthCheckResponse.named(name).down().withData("reason", reason).build();
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof CairnException told ? told.detail() : String.valueOf(cause);
  }
}
