package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.quota.Meters;
import dev.cairn.security.Access;
import dev.cairn.shard.Shards;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests against what their shard and their key may have in a second, and tells clients
 * how they stand, in the fields of draft-ietf-httpapi-ratelimit-headers-10. Requests without such a
 * bound cost nothing and are told nothing. Event loops only.
 */
@Singleton
final class RateLimits {

  /** The header with the bounds that hold. */
  static final String POLICY = "RateLimit-Policy";

  /** The header with what is left of them. */
  static final String LEFT = "RateLimit";

  private static final CharSequence POLICY_NAME = HttpHeaders.createOptimized(POLICY);
  private static final CharSequence LEFT_NAME = HttpHeaders.createOptimized(LEFT);

  /**
   * How long whoever floods waits for a refusal, on average. Each wait is of a length of its own,
   * from half to one and a half of it: connections that were refused at one moment would all come
   * again at one moment, and be felt by others.
   */
  private static final long PAUSE_MILLIS = 1_000;

  private static final String FLOOD = RateLimits.class.getName();

  private final Shards shards;
  private final Meters meters;
  private final Ticker ticker;
  private final QuotaMetrics metrics;

  @Inject
  RateLimits(Shards shards, Meters meters, Ticker ticker, QuotaMetrics metrics) {
    this.shards = shards;
    this.meters = meters;
    this.ticker = ticker;
    this.metrics = metrics;
  }

  /**
   * Counts a request that its caller may make; one that is refused is counted nowhere. Whatever it
   * is answered has the headers from here on.
   *
   * @param shard what its path names, or null
   * @throws CairnException {@link ErrorCode#RATE_LIMITED}; a second later there is room for one
   */
  void count(RoutingContext context, Access caller, @Nullable ShardId shard) {
    long ofKey = caller.quotas().requestsPerSecond();
    long ofShard = shard == null ? 0 : shards.quotas(shard).requestsPerSecond();
    if (ofKey == 0 && ofShard == 0) {
      return;
    }
    long now = ticker.nanos();
    long leftOfKey = ofKey == 0 ? 0 : caller.meter().count(ofKey, now);
    long leftOfShard = 0;
    if (shard != null && ofShard != 0) {
      leftOfShard =
          leftOfKey < 0 ? meters.left(shard, ofShard, now) : meters.count(shard, ofShard, now);
      if (leftOfShard < 0 && ofKey != 0) {
        caller.meter().uncount(ofKey);
      }
    }
    tell(context, ofShard, leftOfShard, ofKey, leftOfKey);
    if (leftOfKey < 0) {
      throw refused(context, "key", ofKey, caller.meter().refused(ofKey, now));
    }
    if (shard != null && leftOfShard < 0) {
      throw refused(context, "shard", ofShard, meters.refused(shard, ofShard, now));
    }
  }

  /**
   * Counts that a request which was counted for its key reads one of several shards.
   *
   * @throws CairnException {@link ErrorCode#RATE_LIMITED}
   */
  void countPart(ShardId shard) {
    long most = shards.quotas(shard).requestsPerSecond();
    if (most != 0 && meters.count(shard, most, ticker.nanos()) < 0) {
      throw refused("shard", most);
    }
  }

  /**
   * Answers a refusal, later if its senders don't wait when they are told to: a connection has one
   * request under way, so a flood costs about a request a second and connection.
   */
  void answer(RoutingContext context, Runnable answer) {
    if (context.get(FLOOD) == null) {
      answer.run();
      return;
    }
    context
        .vertx()
        .setTimer(
            ThreadLocalRandom.current().nextLong(PAUSE_MILLIS / 2, PAUSE_MILLIS * 3 / 2),
            _ -> {
              if (!context.response().closed()) {
                answer.run();
              }
            });
  }

  private static void tell(
      RoutingContext context, long ofShard, long leftOfShard, long ofKey, long leftOfKey) {
    StringBuilder policy = new StringBuilder(48);
    StringBuilder left = new StringBuilder(48);
    if (ofShard != 0) {
      tell(policy, left, "\"shard\"", ofShard, leftOfShard);
    }
    if (ofKey != 0) {
      tell(policy, left, "\"key\"", ofKey, leftOfKey);
    }
    context
        .response()
        .putHeader(POLICY_NAME, policy.toString())
        .putHeader(LEFT_NAME, left.toString());
  }

  /** Whatever was taken has flowed back after a second. */
  private static void tell(
      StringBuilder policies, StringBuilder lefts, String name, long most, long left) {
    String comma = policies.isEmpty() ? "" : ", ";
    policies.append(comma).append(name).append(";q=").append(most).append(";w=1");
    lefts.append(comma).append(name).append(";r=").append(Math.max(0, left)).append(";t=1");
  }

  private CairnException refused(RoutingContext context, String of, long most, boolean flood) {
    if (flood) {
      context.put(FLOOD, true);
    }
    return refused(of, most);
  }

  private CairnException refused(String of, long most) {
    metrics.refused(of, "requests");
    return new CairnException(
        ErrorCode.RATE_LIMITED,
        "The " + of + " may have " + most + " requests a second, and they are used up.");
  }
}
