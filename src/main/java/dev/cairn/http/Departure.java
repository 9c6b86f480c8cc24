package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Ticker;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How the public port is left when the service stops: what is under way is answered, what comes is
 * refused with a word, and its connection ends. Any thread.
 */
@Singleton
public class Departure {

  /** Between two looks at what is under way. */
  private static final Duration LOOK = Duration.ofMillis(10);

  /**
   * How long requests are refused at least, so that clients who send one after the other are told
   * instead of finding their connections closed.
   */
  static final Duration NOTICE = Duration.ofMillis(200);

  /** How long a client may take to see the refusal and to end its connection itself. */
  private static final long LINGER_MILLIS = 100;

  private final RequestMetrics requests;
  private final Problems problems;
  private final Ticker ticker;

  /** What is done at the begin: at most one for each connection. */
  private final Set<Runnable> endless = ConcurrentHashMap.newKeySet();

  /** Written once, by the thread that stops the service. */
  private volatile boolean begun;

  @Inject
  Departure(RequestMetrics requests, Problems problems, Ticker ticker) {
    this.requests = requests;
    this.problems = problems;
    this.ticker = ticker;
  }

  /** From now on every further request is refused, and what would go on for ever is ended. */
  public void begin() {
    begun = true;
    endless.forEach(Runnable::run);
  }

  /**
   * Has something done at the begin, at once if it has begun. May be done twice then.
   *
   * @param end must not block
   */
  void atBegin(Runnable end) {
    endless.add(end);
    if (begun) {
      end.run();
    }
  }

  /** Undoes {@link #atBegin}. */
  void forget(Runnable end) {
    endless.remove(end);
  }

  boolean hasBegun() {
    return begun;
  }

  /**
   * Waits until nothing is under way.
   *
   * @param limit for how long at most
   * @return how many requests are still under way
   */
  public long await(Duration limit) throws InterruptedException {
    long begin = ticker.nanos();
    while (true) {
      long underWay = requests.underWay();
      long waited = ticker.nanos() - begin;
      boolean answered = underWay == 0 && waited >= NOTICE.toNanos();
      if (answered || waited >= Math.max(limit.toNanos(), NOTICE.toNanos())) {
        return underWay;
      }
      Thread.sleep(LOOK);
    }
  }

  /** Refuses a request that came after {@link #begin}. Its event loop only. */
  void refuse(RoutingContext context) {
    problems.send(
        context,
        new CairnException(ErrorCode.SHUTTING_DOWN, "The service is shutting down."),
        Map.of("Connection", "close"));
    context.vertx().setTimer(LINGER_MILLIS, _ -> context.request().connection().close());
  }
}
