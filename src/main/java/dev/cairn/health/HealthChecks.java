package dev.cairn.health;

import dev.cairn.Ticker;
import dev.cairn.backup.BackupFigures;
import dev.cairn.backup.BackupState;
import dev.cairn.backup.Backups;
import dev.cairn.backup.DrillFigures;
import dev.cairn.shard.RegistryFigures;
import dev.cairn.shard.Shards;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * The checks behind {@code /q/health}. Started and live look at nothing outside the process, so
 * that no disk and no store makes a supervisor kill it; readiness is about serving, and what harms
 * no request that the node could answer is told there without making it unready.
 */
@Singleton
final class HealthChecks {

  /** Most quarantined shards that are named; the count tells of all. */
  static final int MOST_NAMED = 100;

  /** Most characters of a reason. */
  private static final int LONGEST_REASON = 200;

  /** With less than that, writes are about to be refused; in bytes. */
  static final long LITTLE_SPACE = 64L * 1024 * 1024;

  private final Shards shards;
  private final Backups backups;
  private final Serving serving;
  private final DataPlace place;
  private final Ticker ticker;

  HealthChecks(Shards shards, Backups backups, Serving serving, DataPlace place, Ticker ticker) {
    this.shards = shards;
    this.backups = backups;
    this.serving = serving;
    this.place = place;
    this.ticker = ticker;
  }

  /** The process answers: an event loop was free to say so. */
  @Produces
  @Singleton
  @Liveness
  AsyncHealthCheck live() {
    return atOnce("process", answer -> answer.withData("phase", serving.phase()));
  }

  /** The start has come to an end. */
  @Produces
  @Singleton
  @Startup
  AsyncHealthCheck started() {
    return atOnce(
        "start",
        answer -> {
          Instant since = serving.since();
          return since == null
              ? answer.down().withData("reason", "The service is starting.")
              : answer.withData("since", since.toString());
        });
  }

  /** Requests are taken. */
  @Produces
  @Singleton
  @Readiness
  AsyncHealthCheck serving() {
    return atOnce(
        "serving",
        answer -> {
          String phase = serving.phase();
          answer.withData("phase", phase);
          return phase.equals("serving")
              ? answer
              : answer.down().withData("reason", "The service is " + phase + ".");
        });
  }

  /** The registry and its catalogue answer; quarantined shards are named, the others are fine. */
  @Produces
  @Singleton
  @Readiness
  AsyncHealthCheck shards() {
    return bounded("shards", this::registry);
  }

  /** Files can be made where the data is. */
  @Produces
  @Singleton
  @Readiness
  AsyncHealthCheck data() {
    return bounded("data", this::directory);
  }

  /** Told of, but no reason not to be ready: what is served does not depend on it. */
  @Produces
  @Singleton
  @Readiness
  AsyncHealthCheck backup() {
    return bounded("backup", this::copies);
  }

  private HealthCheckResponseBuilder registry(HealthCheckResponseBuilder answer) {
    RegistryFigures figures = shards.figures();
    answer
        .withData("shards", figures.shards())
        .withData("open", figures.open())
        .withData("quarantined", figures.quarantined().size());
    figures.quarantined().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .limit(MOST_NAMED)
        .forEach(e -> answer.withData("quarantined:" + e.getKey(), shortened(e.getValue())));
    return answer;
  }

  private HealthCheckResponseBuilder directory(HealthCheckResponseBuilder answer) {
    try {
      long free = place.free();
      answer.withData("freeBytes", free);
      if (!place.isWritable()) {
        return answer.down().withData("reason", "The data directory can't be written to.");
      }
      // No reason to be unready: reads go on, and so do writes as soon as there is space again.
      return free < LITTLE_SPACE
          ? answer.withData("finding", "The disk is full or nearly so; writes are answered 507.")
          : answer;
    } catch (IOException e) {
      throw new UncheckedIOException("The data directory can't be read.", e);
    }
  }

  private HealthCheckResponseBuilder copies(HealthCheckResponseBuilder answer) {
    BackupFigures figures = backups.figures();
    answer
        .withData("on", figures.on())
        .withData("running", figures.replicator().running())
        .withData("failing", figures.states().getOrDefault(BackupState.FAILING, 0))
        .withData("lagSeconds", figures.lag().toSeconds());
    DrillFigures drills = figures.drills();
    answer.withData("drillsFailing", drills.failing()).withData("drillsDue", drills.due());
    drills.named().forEach((shard, why) -> answer.withData("drillFailed:" + shard, why));
    if (!figures.replicator().detail().isEmpty()) {
      answer.withData("detail", figures.replicator().detail());
    }
    return answer;
  }

  private BoundedCheck bounded(String name, UnaryOperator<HealthCheckResponseBuilder> look) {
    return new BoundedCheck(name, look, BoundedCheck.LIMIT, ticker);
  }

  /** A check of what is in memory; it is answered on the thread that asks. */
  private static AsyncHealthCheck atOnce(
      String name, UnaryOperator<HealthCheckResponseBuilder> look) {
    return () ->
        Uni.createFrom().item(() -> look.apply(HealthCheckResponse.named(name).up()).build());
  }

  private static String shortened(String reason) {
    return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…";
  }
}
