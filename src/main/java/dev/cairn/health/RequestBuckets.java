package dev.cairn.health;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.inject.Singleton;
import java.util.Arrays;

/**
 * Has the times of requests counted in buckets, so that a monitor can tell what share of them was
 * slow, over all nodes and series. Few buckets, since each series has them all. Any thread.
 */
@Singleton
final class RequestBuckets implements MeterFilter {

  private static final String REQUESTS = "http.server.requests";

  /** Upper ends, in nanoseconds as the library wants them. */
  private static final double[] ENDS = ends(1, 5, 25, 100, 500, 1_000, 5_000);

  @Override
  public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
    if (!id.getName().equals(REQUESTS)) {
      return config;
    }
    return DistributionStatisticConfig.builder().serviceLevelObjectives(ENDS).build().merge(config);
  }

  private static double[] ends(long... millis) {
    return Arrays.stream(millis).mapToDouble(ms -> ms * 1e6).toArray();
  }
}
