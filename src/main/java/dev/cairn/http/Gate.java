package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.security.Access;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The first handler of every request on the public port. Nothing passes that is not a route of the
 * API or one of the documents beside it; what passes has a head that every server on the way reads
 * alike, a target that means one thing only, comes from a caller who may call its route (from this
 * machine, while the service asks nobody for a key), and has a media type, a declared size and
 * query parameters that the route takes. The order: framing, target, origin, route, caller, rate,
 * body, query.
 *
 * <p>Event loops only; keeps no state between requests.
 */
@Singleton
public class Gate {

  /** Before every other filter there is. */
  static final int PRIORITY = 1_000_000;

  private static final String READS = "GET, HEAD, OPTIONS";

  private static final String PATCH = "PATCH";

  private final Authentication authentication;
  private final Problems problems;
  private final RateLimits rates;
  private final RequestHead head;
  private final DirectEntries direct;
  private final Departure departure;
  private final Audit audit;
  private final RequestMetrics metrics;
  private final RouteTable routes;

  @Inject
  Gate(
      Authentication authentication,
      Problems problems,
      DirectEntries direct,
      Departure departure,
      Audit audit,
      RateLimits rates,
      Limits limits,
      RequestMetrics metrics,
      BeanManager beans) {
    this.authentication = authentication;
    this.problems = problems;
    this.direct = direct;
    this.departure = departure;
    this.audit = audit;
    this.rates = rates;
    this.head = new RequestHead(limits);
    this.metrics = metrics;
    this.routes =
        RouteTable.of(
            beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(bean -> bean.getBeanClass())
                .filter(type -> type.isAnnotationPresent(Path.class))
                .collect(Collectors.toSet()));
  }

  void register(@Observes Filters filters) {
    filters.register(this::handle, PRIORITY);
  }

  /** Every path of the API with its methods. */
  RouteTable routes() {
    return routes;
  }

  private void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    RequestId.give(request);
    RequestMetrics.Watch watch = metrics.watch(request.method());
    CairnException ambiguity = Framing.ambiguity(request);
    if (ambiguity != null) {
      problems.sendAsLast(context, ambiguity);
      watch.answered(ambiguity.code().status());
      return;
    }
    if (departure.hasBegun()) {
      watch.follow(context);
      departure.refuse(context);
      return;
    }
    RouteTable.Place place = null;
    try {
      RawTarget target = RawTarget.judge(request.uri());
      boolean open = authentication.isOpen();
      if (open && !authentication.isOpenToOthers()) {
        LoopbackGuard.check(request, target);
      }
      if (target.isDocument()) {
        watch.at(RequestMetrics.DOCUMENT);
        watch.follow(context);
        PageHeaders.put(context.response());
        document(context);
        return;
      }
      place = place(target);
      watch.at(place.template());
      if (isOptions(request)) {
        watch.follow(context);
        context.response().setStatusCode(204).putHeader("Allow", allow(place.methods())).end();
        return;
      }
      Route route = route(place.methods(), request.method().name());
      Access access = open ? Access.OPEN : authentication.known(request, route, target);
      Arrival arrival = new Arrival(context, target, place, route, watch);
      if (access != null) {
        lead(arrival, access);
      } else {
        verify(arrival);
      }
    } catch (RuntimeException thrown) {
      watch.follow(context);
      refuse(context, Problems.reasonFor(thrown), place, null);
    }
  }

  /** A request to a route, whoever sent it. */
  private record Arrival(
      RoutingContext context,
      RawTarget target,
      RouteTable.Place place,
      Route route,
      RequestMetrics.Watch watch) {}

  private void verify(Arrival arrival) {
    RoutingContext context = arrival.context();
    authentication.verify(
        context,
        access -> {
          if (context.response().closed()) {
            arrival.watch().reset();
          } else {
            lead(arrival, access);
          }
        },
        reason -> {
          arrival.watch().follow(context);
          refuse(context, reason, arrival.place(), null);
        });
  }

  /** Leads a request whose sender is known to where it is answered. */
  private void lead(Arrival arrival, Access access) {
    RoutingContext context = arrival.context();
    RequestMetrics.Watch watch = arrival.watch();
    try {
      ShardId shard = Admission.check(access, arrival.route(), arrival.target());
      rates.count(context, access, shard);
      OnceRequest once =
          head.check(context.request(), arrival.route(), arrival.target(), shard, access);
      if (direct.handle(context, arrival.target(), shard, once, watch)) {
        return;
      }
      watch.follow(context);
      PageHeaders.noSniffing(context.response());
      audit.follow(context, access, arrival.route(), arrival.place().template());
      Caller.note(context, access);
      OnceRequest.note(context, once);
    } catch (RuntimeException thrown) {
      watch.follow(context);
      refuse(context, Problems.reasonFor(thrown), arrival.place(), access);
      return;
    }
    context.next();
  }

  private void refuse(
      RoutingContext context,
      CairnException reason,
      RouteTable.@Nullable Place place,
      @Nullable Access access) {
    HttpServerRequest request = context.request();
    int status = reason.code().status();
    if (status == 401 || status == 403) {
      audit.refused(request, access, place == null ? null : place.template(), status);
    }
    Map<String, String> headers =
        headers(request, reason.code(), place == null ? null : place.methods());
    rates.answer(context, () -> problems.send(context, reason, headers));
  }

  private RouteTable.Place place(RawTarget target) {
    RouteTable.Place place = routes.find(target.uri(), target.pathEnd());
    if (place == null) {
      throw new CairnException(
          ErrorCode.ROUTE_NOT_FOUND,
          "There is nothing at this path; /q/openapi describes every path there is.");
    }
    return place;
  }

  /** Documents are served by handlers of the framework, which take any method. */
  private void document(RoutingContext context) {
    String method = context.request().method().name();
    if (List.of(READS.split(", ", -1)).contains(method)) {
      context.next();
    } else {
      problems.send(
          context,
          new CairnException(
              ErrorCode.METHOD_NOT_ALLOWED, "A document knows the methods " + READS + "."),
          Map.of("Allow", READS));
    }
  }

  private static Route route(Map<String, Route> methods, String method) {
    Route route = methods.get(method);
    if (route == null && method.equals("HEAD")) {
      route = methods.get("GET");
    }
    if (route == null) {
      throw new CairnException(
          ErrorCode.METHOD_NOT_ALLOWED, "This path knows the methods " + allow(methods) + ".");
    }
    return route;
  }

  private static boolean isOptions(HttpServerRequest request) {
    return HttpMethod.OPTIONS.equals(request.method());
  }

  private static String allow(Map<String, Route> methods) {
    Set<String> names = new TreeSet<>(methods.keySet());
    if (names.contains("GET")) {
      names.add("HEAD");
    }
    names.add("OPTIONS");
    return String.join(", ", names);
  }

  private static Map<String, String> headers(
      HttpServerRequest request, ErrorCode code, @Nullable Map<String, Route> methods) {
    if (code == ErrorCode.UNAUTHENTICATED) {
      return Map.of("WWW-Authenticate", Authentication.challenge(request));
    }
    if (methods == null) {
      return Map.of();
    }
    if (code == ErrorCode.METHOD_NOT_ALLOWED) {
      return Map.of("Allow", allow(methods));
    }
    Route patch = methods.get(PATCH);
    return code == ErrorCode.UNSUPPORTED_MEDIA_TYPE && patch != null
        ? Map.of("Accept-Patch", String.join(", ", patch.consumes()))
        : Map.of();
  }
}
