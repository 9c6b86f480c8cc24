package dev.cairn.http;

import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.storage.ChangePosition;
import dev.cairn.storage.ChangeRequest;
import dev.cairn.storage.Parts;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request wants of a feed, as it says. Immutable; any thread.
 *
 * @param since the place behind which it begins; null for the oldest change, or for now
 * @param fromNow whether it begins behind everything that is there
 * @param namespace null for all
 * @param include as it was sent
 * @param waitMillis how long a page waits for its first change
 * @param stream whether events are wanted rather than a page
 */
record ChangeQuery(
    @Nullable ChangePosition since,
    boolean fromNow,
    @Nullable Namespace namespace,
    @Nullable String include,
    Parts parts,
    int limit,
    int bytes,
    long waitMillis,
    boolean stream) {

  /** The longest that a request may wait for a change. */
  static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /** What a wait is, as messages say it. */
  static final String WAITS = "is an ISO 8601 duration from PT0S to " + LONGEST_WAIT;

  /** Most bytes of the entries in one page of a stream: no more waits for a slow client. */
  private static final int STREAM_BYTES = 256 * 1024;

  /** The place that no change lies behind yet. */
  static final String NOW = "now";

  private static final String LAST_EVENT = "Last-Event-ID";

  /**
   * Reads the parameters.
   *
   * @throws dev.cairn.CairnException if one is none
   */
  static ChangeQuery of(
      HttpServerRequest request,
      Limits limits,
      @Nullable String since,
      @Nullable String limit,
      @Nullable String wait,
      @Nullable String namespace,
      @Nullable String include) {
    boolean stream = wantsStream(request);
    String last = stream ? request.getHeader(LAST_EVENT) : null;
    String from = last == null || last.isEmpty() ? since : last;
    int most = PageParameters.limit(limit, limits);
    return new ChangeQuery(
        from == null || from.equals(NOW) ? null : ChangePosition.of(from),
        NOW.equals(from),
        namespace == null ? null : new Namespace(namespace),
        include,
        include == null ? Parts.NEITHER : PageParameters.include(include),
        stream ? limits.pageDefault() : most,
        stream ? STREAM_BYTES : limits.pageBytes(),
        wait == null ? 0 : waitMillis(wait),
        stream);
  }

  /** Whether the client takes events and names them, which whoever takes anything does not. */
  static boolean wantsStream(HttpServerRequest request) {
    String accept = request.getHeader("Accept");
    return accept != null
        && !HttpMethod.HEAD.equals(request.method())
        && accept.toLowerCase(Locale.ROOT).contains(EventStream.MEDIA_TYPE);
  }

  private static long waitMillis(String wait) {
    Duration duration = wait(wait);
    if (duration == null) {
      throw QueryParameter.invalid("wait", WAITS);
    }
    return duration.toMillis();
  }

  /** How long a text says to wait; null if it is none of {@link #WAITS}. */
  static @Nullable Duration wait(String text) {
    try {
      Duration duration = Duration.parse(text);
      return duration.isNegative() || duration.compareTo(LONGEST_WAIT) > 0 ? null : duration;
    } catch (DateTimeParseException | ArithmeticException e) {
      return null;
    }
  }

  /** The first page, behind a place. */
  ChangeRequest request(@Nullable ChangePosition place) {
    return new ChangeRequest(place, namespace, parts, limit, bytes);
  }

  /** The value of a {@code Link} header to the page behind a place. */
  String nextLink(ShardId shard, ChangePosition place) {
    StringBuilder link = new StringBuilder("</v1/shards/").append(shard).append("/changes?");
    if (namespace != null) {
      link.append("namespace=").append(namespace).append('&');
    }
    if (include != null) {
      link.append("include=").append(include.replace(",", "%2C")).append('&');
    }
    return link.append("limit=")
        .append(limit)
        .append("&since=")
        .append(place)
        .append(">; rel=\"next\"")
        .toString();
  }
}
