package dev.cairn.health;

import dev.cairn.backup.BackupFigures;
import dev.cairn.backup.BackupState;
import dev.cairn.backup.Backups;
import dev.cairn.backup.Copies;
import dev.cairn.backup.DrillFigures;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.function.ToDoubleFunction;

/**
 * How the backup fares, as metrics. The figures are read when somebody asks for them; of a node
 * that makes no backup only {@code cairn.backup.on} tells anything.
 */
@Singleton
final class BackupMetrics implements MeterBinder {

  private final Backups backups;
  private final Copies copies;

  BackupMetrics(Backups backups, Copies copies) {
    this.backups = backups;
    this.copies = copies;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "cairn.backup.on", "Whether a backup is made", figures -> figures.on() ? 1 : 0);
    gauge(
        registry,
        "cairn.backup.running",
        "Whether what copies takes calls",
        figures -> figures.replicator().running() ? 1 : 0);
    gauge(
        registry,
        "cairn.backup.lag.seconds",
        "Age of the oldest write that is not known to be in the replica",
        figures -> figures.lag().toMillis() / 1000.0);
    gauge(
        registry,
        "cairn.backup.hot.cap",
        "Shards that may be copied at a time",
        BackupFigures::hotCap);
    gauge(
        registry,
        "cairn.backup.process.bytes",
        "Memory of the processes that copy",
        figures -> figures.replicator().residentBytes());
    gauge(
        registry,
        "cairn.backup.stored.objects",
        "Objects in the replica, as they were when each shard was last tried",
        figures -> figures.stored().objects());
    gauge(
        registry,
        "cairn.backup.stored.bytes",
        "Bytes in the replica, as they were when each shard was last tried",
        figures -> figures.stored().bytes());
    counter(
        registry,
        "cairn.backup.store.requests",
        "Requests made of the replica's store, those of the processes that copy not counted",
        figures -> figures.stored().requests());
    counter(
        registry,
        "cairn.backup.uploads",
        "Files of a transaction each that were put into the replica",
        BackupFigures::uploads);
    bindDrills(registry);
    bindCopies(registry);
    for (BackupState state : EnumSet.range(BackupState.WAKING, BackupState.FAILING)) {
      Gauge.builder(
              "cairn.backup.shards",
              backups,
              known -> known.figures().states().getOrDefault(state, 0))
          .tag("state", state.word())
          .description("Shards in each state of their backup")
          .register(registry);
    }
    counter(
        registry,
        "cairn.backup.process.restarts",
        "Restarts of the processes that copy",
        figures -> figures.replicator().restarts());
  }

  private void bindDrills(MeterRegistry registry) {
    gauge(
        registry,
        "cairn.backup.drills.due",
        "Shards that are to be restored for a trial",
        figures -> figures.drills().due());
    gauge(
        registry,
        "cairn.backup.drills.oldest.due.seconds",
        "For how long the shard has been due that has been so for longest",
        figures -> figures.drills().oldestDue().toSeconds());
    gauge(
        registry,
        "cairn.backup.drill.failing",
        "Shards whose last trial found the backup bad",
        figures -> figures.drills().failing());
    drills(registry, "proven", DrillFigures::proven);
    drills(registry, "failed", DrillFigures::failed);
    drills(registry, "untried", DrillFigures::untried);
  }

  private void drills(
      MeterRegistry registry, String result, ToDoubleFunction<DrillFigures> figure) {
    FunctionCounter.builder(
            "cairn.backup.drills", backups, known -> figure.applyAsDouble(known.figures().drills()))
        .tag("result", result)
        .description("Trials of backups")
        .register(registry);
  }

  private void counter(
      MeterRegistry registry, String name, String what, ToDoubleFunction<BackupFigures> figure) {
    FunctionCounter.builder(name, backups, known -> figure.applyAsDouble(known.figures()))
        .description(what)
        .register(registry);
  }

  private void bindCopies(MeterRegistry registry) {
    copiesBy(registry, "made", Copies.Figures::made);
    copiesBy(registry, "failed", Copies.Figures::failed);
    Gauge.builder("cairn.backup.copies.failing", copies, known -> known.figures().failing())
        .description("Shards of which the last attempt at a whole copy failed")
        .register(registry);
    Gauge.builder(
            "cairn.backup.copies.failure.time.seconds",
            copies,
            known -> known.figures().newestFailure() / 1000.0)
        .description("When the newest failure of a whole copy was, in seconds since 1970 UTC")
        .register(registry);
  }

  private void copiesBy(
      MeterRegistry registry, String result, ToDoubleFunction<Copies.Figures> figure) {
    FunctionCounter.builder(
            "cairn.backup.copies", copies, known -> figure.applyAsDouble(known.figures()))
        .tag("result", result)
        .description("Whole copies of shards that were made, or failed to be")
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry, String name, String what, ToDoubleFunction<BackupFigures> figure) {
    Gauge.builder(name, backups, known -> figure.applyAsDouble(known.figures()))
        .description(what)
        .register(registry);
  }
}
