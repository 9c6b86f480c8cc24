package dev.cairn.health;

import dev.cairn.CairnException;
import dev.cairn.shard.RegistryFigures;
import dev.cairn.shard.Shards;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * The checks behind {@code /q/health}. The node is ready while the registry answers; quarantined
 * shards are named with their reasons as findings, since the other shards are fine.
 */
@Singleton
final class HealthChecks {

  /** Most quarantined shards that are named; the count tells of all. */
  private static final int MOST_NAMED = 100;

  private final Shards shards;

  HealthChecks(Shards shards) {
    this.shards = shards;
  }

  /** The process answers. */
  @Produces
  @Singleton
  @Liveness
  HealthCheck live() {
    return () -> HealthCheckResponse.up("process");
  }

  /** The server takes requests only after the registry has compared catalogue and directory. */
  @Produces
  @Singleton
  @Startup
  HealthCheck started() {
    return () -> registry(HealthCheckResponse.named("registry").up());
  }

  /** The registry answers. */
  @Produces
  @Singleton
  @Readiness
  HealthCheck ready() {
    return () -> registry(HealthCheckResponse.named("shards").up());
  }

  private HealthCheckResponse registry(HealthCheckResponseBuilder response) {
    try {
      RegistryFigures figures = shards.figures();
      response
          .withData("shards", figures.shards())
          .withData("open", figures.open())
          .withData("quarantined", figures.quarantined().size());
      figures.quarantined().entrySet().stream()
          .sorted(java.util.Map.Entry.comparingByKey())
          .limit(MOST_NAMED)
          .forEach(e -> response.withData("quarantined:" + e.getKey(), e.getValue()));
      return response.build();
    } catch (CairnException e) {
      return response.down().withData("reason", e.detail()).build();
    }
  }
}
