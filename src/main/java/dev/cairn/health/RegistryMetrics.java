package dev.cairn.health;

import dev.cairn.shard.RegistryFigures;
import dev.cairn.shard.Shards;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/**
 * How the registry of shards fares, as metrics. The figures are read when somebody asks for them.
 */
@Singleton
final class RegistryMetrics implements MeterBinder {

  private final Shards shards;

  RegistryMetrics(Shards shards) {
    this.shards = shards;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "cairn.shards", "Shards that exist", RegistryFigures::shards);
    gauge(registry, "cairn.shards.open", "Shards that are open", RegistryFigures::open);
    gauge(registry, "cairn.shards.open.cap", "Shards that may be open", RegistryFigures::openCap);
    gauge(
        registry,
        "cairn.shards.quarantined",
        "Shards that are quarantined",
        figures -> figures.quarantined().size());
    gauge(
        registry,
        "cairn.writer.queue.depth",
        "Write units that wait, over all shards",
        RegistryFigures::queued);
    gauge(
        registry,
        "cairn.wal.bytes",
        "Write-ahead logs of the open shards, in bytes",
        RegistryFigures::walBytes);
    gauge(
        registry,
        "cairn.wal.largest.bytes",
        "Largest write-ahead log of an open shard, in bytes",
        RegistryFigures::largestWalBytes);
    counter(registry, "cairn.shards.opens", "Shards opened", RegistryFigures::opens);
    counter(
        registry,
        "cairn.shards.evictions",
        "Shards closed to make room for others",
        RegistryFigures::evictions);
  }

  private void gauge(
      MeterRegistry registry, String name, String what, ToDoubleFunction<RegistryFigures> figure) {
    Gauge.builder(name, shards, s -> figure.applyAsDouble(s.figures()))
        .description(what)
        .register(registry);
  }

  private void counter(
      MeterRegistry registry, String name, String what, ToDoubleFunction<RegistryFigures> figure) {
    FunctionCounter.builder(name, shards, s -> figure.applyAsDouble(s.figures()))
        .description(what)
        .register(registry);
  }
}
