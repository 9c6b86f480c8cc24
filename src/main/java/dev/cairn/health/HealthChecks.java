package dev.cairn.health;

import dev.cairn.CairnException;
import dev.cairn.backup.BackupFigures;
import dev.cairn.backup.BackupState;
import dev.cairn.backup.Backups;
import dev.cairn.backup.DrillFigures;
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
  private final Backups backups;

  HealthChecks(Shards shards, Backups backups) {
    this.shards = shards;
    this.backups = backups;
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

  /** Told of, but no reason not to be ready: what is served does not depend on it. */
  @Produces
  @Singleton
  @Readiness
  HealthCheck backup() {
    return () -> {
      BackupFigures figures = backups.figures();
      HealthCheckResponseBuilder response =
          HealthCheckResponse.named("backup")
              .up()
              .withData("on", figures.on())
              .withData("running", figures.replicator().running())
              .withData("failing", figures.states().getOrDefault(BackupState.FAILING, 0))
              .withData("lagSeconds", figures.lag().toSeconds());
      DrillFigures drills = figures.drills();
      response.withData("drillsFailing", drills.failing()).withData("drillsDue", drills.due());
      drills.named().forEach((shard, why) -> response.withData("drillFailed:" + shard, why));
      if (!figures.replicator().detail().isEmpty()) {
        response.withData("detail", figures.replicator().detail());
      }
      return response.build();
    };
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
