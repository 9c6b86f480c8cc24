package dev.cairn.http;

import dev.cairn.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times the requests of the public port by method, path template and status, under the
 * name and with the tags that Micrometer's users know. No tag is taken from what a client made up,
 * so there is an end to the series. The framework's own binder would do the same for several times
 * the processor time, since it builds the tags of each request anew. Any thread.
 */
@Singleton
class RequestMetrics {

  /** In place of a path template: there is nothing at the path, or its target was refused. */
  static final String REFUSED = "REFUSED";

  /** In place of a path template: a document beside the API. */
  static final String DOCUMENT = "DOCUMENT";

  private static final String NAME = "http.server.requests";

  private static final Set<HttpMethod> METHODS =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.PUT,
          HttpMethod.POST,
          HttpMethod.PATCH,
          HttpMethod.DELETE,
          HttpMethod.OPTIONS);

  private static final String OTHER_METHOD = "OTHER";

  /** The connection was gone before the answer was. */
  private static final int RESET = 0;

  private final MeterRegistry registry;
  private final Ticker ticker;
  private final ConcurrentMap<Series, Timer> timers = new ConcurrentHashMap<>();
  private final LongAdder starts = new LongAdder();
  private final LongAdder ends = new LongAdder();

  @Inject
  RequestMetrics(MeterRegistry registry, Ticker ticker) {
    this.registry = registry;
    this.ticker = ticker;
  }

  /** How many requests are under way; while some come and go, never too few. */
  long underWay() {
    long ended = ends.sum();
    return starts.sum() - ended;
  }

  private record Series(String method, String template, int status) {

    // Written out, since a record's own is interpreted in the native executable:
    // docs/decisions/0022.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Series that
          && status == that.status
          && method.equals(that.method)
          && template.equals(that.template);
    }

    @Override
    public int hashCode() {
      return (31 * method.hashCode() + template.hashCode()) * 31 + status;
    }
  }

  /** Starts the time of a request; its template is not known yet. */
  Watch watch(HttpMethod method) {
    return new Watch(METHODS.contains(method) ? method.name() : OTHER_METHOD);
  }

  private void record(Series series, long nanos) {
    Timer timer = timers.get(series);
    if (timer == null) {
      timer = timers.computeIfAbsent(series, this::timer);
    }
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Series series) {
    int status = series.status();
    return Timer.builder(NAME)
        .description("Requests from the end of their head to the end of the answer")
        .tag("method", series.method())
        .tag("uri", series.template())
        .tag("status", status == RESET ? "RESET" : Integer.toString(status))
        .tag("outcome", outcome(status))
        .register(registry);
  }

  private static String outcome(int status) {
    return switch (status / 100) {
      case 1 -> "INFORMATIONAL";
      case 2 -> "SUCCESS";
      case 3 -> "REDIRECTION";
      case 5 -> "SERVER_ERROR";
      default -> "CLIENT_ERROR";
    };
  }

  /** One request under way. Its event loop only. */
  final class Watch {

    private final String method;
    private final long begun = ticker.nanos();
    private String template = REFUSED;

    private Watch(String method) {
      this.method = method;
      starts.increment();
    }

    /** It is this route that was asked for. */
    void at(String routeTemplate) {
      template = routeTemplate;
    }

    /** It was answered. To be called once, if {@link #follow} is not. */
    void answered(int status) {
      record(new Series(method, template, status), ticker.nanos() - begun);
      ends.increment();
    }

    /** Its connection was gone before the answer was. To be called in place of the answer. */
    void reset() {
      answered(RESET);
    }

    /** Lets it be counted once it ends, whoever answers it. */
    void follow(RoutingContext context) {
      context.addEndHandler(ended -> ended(context, ended));
    }

    private void ended(RoutingContext context, AsyncResult<Void> ended) {
      if (ended.succeeded()) {
        answered(context.response().getStatusCode());
      } else {
        reset();
      }
    }
  }
}
