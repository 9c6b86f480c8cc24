package dev.cairn.http;

import dev.cairn.quota.ReadTurns;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * What quotas refuse and who waits for a turn, as metrics. No shard and no key is named, so there
 * is an end to the series. Any thread.
 */
@Singleton
class QuotaMetrics {

  private final MeterRegistry registry;

  @Inject
  QuotaMetrics(MeterRegistry registry, ReadTurns turns) {
    this.registry = registry;
    Gauge.builder("cairn.reads.waiting", turns, ReadTurns::waiting)
        .description("Lists, queries, counts and exports that wait for their turn")
        .register(registry);
    Gauge.builder("cairn.reads.running", turns, ReadTurns::reading)
        .description("Lists, queries and counts that read")
        .register(registry);
  }

  /**
   * Counts a refusal.
   *
   * @param of whose quota it is: {@code shard}, {@code key}, or {@code line} for the places of
   *     those that wait
   * @param quota {@code requests}, {@code reads} or {@code streams}
   */
  void refused(String of, String quota) {
    Counter.builder("cairn.quota.refusals")
        .description("Requests that were refused since a quota was used up")
        .tag("of", of)
        .tag("quota", quota)
        .register(registry)
        .increment();
  }
}
