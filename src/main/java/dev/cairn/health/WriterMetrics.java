package dev.cairn.health;

import dev.cairn.write.WriteListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** What writers do, as metrics. Any thread. */
@Singleton
final class WriterMetrics implements WriteListener {

  private final DistributionSummary groupSize;
  private final Timer commit;
  private final Counter queueFull;

  WriterMetrics(MeterRegistry registry) {
    this.groupSize =
        DistributionSummary.builder("cairn.writer.group.size")
            .description("Write units that shared a transaction")
            .register(registry);
    this.commit =
        Timer.builder("cairn.writer.commit")
            .description("From the begin of a transaction to the end of its commit")
            .register(registry);
    this.queueFull =
        Counter.builder("cairn.writer.queue.full")
            .description("Write units that were turned away because a queue was full")
            .register(registry);
  }

  @Override
  public void committed(int members, long nanos) {
    groupSize.record(members);
    commit.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void queueFull() {
    queueFull.increment();
  }
}
