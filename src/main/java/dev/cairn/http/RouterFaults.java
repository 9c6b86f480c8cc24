package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Violation;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * Answers what the router refuses by itself before it asks the {@link Gate}: a target that is no
 * path, a {@code Host} that is missing or can't be read. Event loops only.
 */
@Singleton
public class RouterFaults {

  private final Problems problems;

  @Inject
  RouterFaults(Problems problems) {
    this.problems = problems;
  }

  void register(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).failureHandler(this::answer);
    router.errorHandler(404, this::answer);
  }

  private void answer(RoutingContext context) {
    if (context.response().headWritten()) {
      // Too late for a problem: the framework's own handler ends what was begun.
      context.next();
      return;
    }
    problems.send(context, reason(context), Map.of());
  }

  private static CairnException reason(RoutingContext context) {
    if (context.failure() instanceof CairnException reason) {
      return reason;
    }
    return switch (context.statusCode()) {
      case 400 ->
          new CairnException(
              ErrorCode.INVALID_PARAMETER,
              "The request needs one Host header with a host and, behind a colon, its port.",
              List.of(new Violation("Host", "is missing or can't be read")));
      case 404 ->
          context.request().uri().startsWith("/")
              ? new CairnException(ErrorCode.ROUTE_NOT_FOUND, "There is nothing at this path.")
              : new CairnException(
                  ErrorCode.INVALID_TARGET,
                  "The request target must be a path that begins with a slash.");
      default ->
          new CairnException(
              ErrorCode.INTERNAL,
              "The request failed through a fault of the service.",
              context.failure());
    };
  }
}
