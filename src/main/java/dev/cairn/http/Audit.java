package dev.cairn.http;

import dev.cairn.security.Access;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the log, under a name of its own, of every administrative act and of every request that was
 * refused to its caller: who, what, and how it ended. No header, no query and no body is told of,
 * and of a path only the name of what the act is about. Any thread.
 */
@Singleton
class Audit {

  /** What the log calls it. */
  static final String LOGGER = "dev.cairn.audit";

  /** Refusals of a second that are told one by one; of more only their number is. */
  static final int REFUSALS_A_SECOND = 20;

  private static final String SHARDS = "/v1/shards/";

  /** Of a path that names nothing, or holds what may be a secret. */
  private static final String NOTHING = "-";

  /** Ids of keys and operations are shorter; a whole key that was sent as an id is longer. */
  private static final int LONGEST_ID = 30;

  private final Consumer<String> log;
  private final Consumer<Runnable> aSecondLater;
  private final AtomicInteger refusals = new AtomicInteger();

  @Inject
  Audit(Vertx vertx) {
    this(
        Logger.getLogger(LOGGER)::info,
        task -> vertx.setTimer(TimeUnit.SECONDS.toMillis(1), _ -> task.run()));
  }

  Audit(Consumer<String> log, Consumer<Runnable> aSecondLater) {
    this.log = log;
    this.aSecondLater = aSecondLater;
  }

  /**
   * Tells of a request that was let in once it has ended, if it is an act or was refused after all.
   *
   * @param template the path of its route
   */
  void follow(RoutingContext context, Access access, Route route, String template) {
    boolean act = isAct(context.request(), route);
    if (!act && access == Access.OPEN) {
      return;
    }
    context.addEndHandler(
        ended -> {
          int status = context.response().getStatusCode();
          if (ended.failed() || status != 401 && status != 403) {
            String made = context.response().headers().get("Location");
            String end = ended.failed() ? "reset" : Integer.toString(status);
            if (act) {
              log.accept(
                  line("act", context.request(), access, template, end)
                      + (made == null ? "" : " location=" + made));
            }
          } else {
            refused(context.request(), access, template, status);
          }
        });
  }

  /** Asking for what operations there are changes nothing, and is done over and over. */
  private static boolean isAct(HttpServerRequest request, Route route) {
    boolean read =
        HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
    return route.role() == Role.ADMIN && !(read && route.over() == Needs.Reach.ANY);
  }

  /**
   * Tells of a request that was refused to its caller.
   *
   * @param access the caller's; null if it is not known who it is
   * @param template the path of its route, or null if it was not looked for
   */
  void refused(
      HttpServerRequest request, @Nullable Access access, @Nullable String template, int status) {
    int count = refusals.incrementAndGet();
    if (count == 1) {
      aSecondLater.accept(this::endSecond);
    }
    if (count <= REFUSALS_A_SECOND) {
      log.accept(line("refusal", request, access, template, Integer.toString(status)));
    }
  }

  private void endSecond() {
    int leftOut = refusals.getAndSet(0) - REFUSALS_A_SECOND;
    if (leftOut > 0) {
      log.accept("refusals left out: " + leftOut);
    }
  }

  private static String line(
      String what,
      HttpServerRequest request,
      @Nullable Access access,
      @Nullable String template,
      String end) {
    String caller = access == null ? "unknown" : access.caller();
    return "%s caller=\"%s\" method=%s path=%s of=%s status=%s request=%s"
        .formatted(
            what,
            caller == null ? "anyone" : caller,
            request.method().name(),
            template == null ? NOTHING : template,
            template == null ? NOTHING : subject(request.uri(), template),
            end,
            RequestId.of(request));
  }

  /** What the act is about: the shard, or else the thing of the id that ends the path. */
  private static String subject(String uri, String template) {
    int question = uri.indexOf('?');
    int end = question < 0 ? uri.length() : question;
    int shards = uri.indexOf(SHARDS);
    if (template.startsWith(SHARDS) && shards >= 0) {
      int start = shards + SHARDS.length();
      int slash = uri.indexOf('/', start);
      return uri.substring(start, slash < 0 || slash > end ? end : slash);
    }
    int start = uri.lastIndexOf('/', end - 1) + 1;
    return template.endsWith("}") && end - start <= LONGEST_ID
        ? uri.substring(start, end)
        : NOTHING;
  }
}
