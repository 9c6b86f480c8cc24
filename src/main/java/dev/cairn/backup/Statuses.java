package dev.cairn.backup;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts into words how backups stand. Pure. */
final class Statuses {

  private Statuses() {}

  /**
   * Of one shard.
   *
   * @param backup null if it is closed and cold
   */
  static BackupStatus of(@Nullable ShardBackup backup, ShardProof proof, long now) {
    if (backup == null) {
      return new BackupStatus(BackupState.COLD, "", null, 0, null, proof);
    }
    Phase phase = backup.phase();
    Long lag = backup.coverage().lag(now);
    return new BackupStatus(
        state(phase, backup.failure()),
        backup.failure(),
        lag == null || phase instanceof Phase.Cold ? null : Duration.ofNanos(lag),
        backup.coverage().covered(),
        switch (phase) {
          case Phase.Hot(EpochName epoch, _) -> epoch;
          case Phase.Parking(EpochName epoch) -> epoch;
          case Phase.Cold _, Phase.Waking _ -> null;
        },
        proof);
  }

  private static BackupState state(Phase phase, String failure) {
    return switch (phase) {
      case Phase.Cold _ -> BackupState.COLD;
      case Phase.Waking _ -> failure.isEmpty() ? BackupState.WAKING : BackupState.FAILING;
      case Phase.Hot _ -> failure.isEmpty() ? BackupState.HOT : BackupState.FAILING;
      case Phase.Parking _ -> BackupState.PARKING;
    };
  }

  static BackupFigures figures(
      Collection<ShardBackup> backups,
      Replicator.Condition replicator,
      int cap,
      long uploads,
      Drills drills,
      long now) {
    Map<BackupState, Integer> states = new EnumMap<>(BackupState.class);
    Duration greatest = Duration.ZERO;
    for (ShardBackup backup : backups) {
      BackupStatus status = of(backup, ShardProof.NONE, now);
      if (status.state() != BackupState.COLD) {
        states.merge(status.state(), 1, Integer::sum);
      }
      Duration lag = status.lag();
      if (lag != null && lag.compareTo(greatest) > 0) {
        greatest = lag;
      }
    }
    return new BackupFigures(
        true, replicator, cap, states, greatest, uploads, drills.figures(), drills.extents());
  }
}
