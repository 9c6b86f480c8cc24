package dev.cairn.backup;

import dev.cairn.ShardId;
import dev.cairn.Ticker;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every shard that is open or hot, again and again: has it asked about where its writes
 * may not be in the replica, given what it needs, and forgotten where there is nothing more to
 * know. One round at a time; {@link #forgetIfCold} on any thread.
 */
final class BackupRounds {

  private final ConcurrentHashMap<ShardId, ShardBackup> backups;
  private final Attendant attendant;
  private final SyncRounds syncs;
  private final Leftovers leftovers;
  private final FirstCopies firstCopies;
  private final HotPlaces places;
  private final Function<ShardId, ShardBackup> unknown;
  private final long syncNanos;
  private final Ticker ticker;

  /**
   * @param unknown makes what is known of a closed shard that is to be copied
   * @param syncInterval how often it is asked about a shard
   */
  BackupRounds(
      ConcurrentHashMap<ShardId, ShardBackup> backups,
      Attendant attendant,
      SyncRounds syncs,
      Leftovers leftovers,
      FirstCopies firstCopies,
      HotPlaces places,
      Function<ShardId, ShardBackup> unknown,
      Duration syncInterval,
      Ticker ticker) {
    this.backups = backups;
    this.attendant = attendant;
    this.syncs = syncs;
    this.leftovers = leftovers;
    this.firstCopies = firstCopies;
    this.places = places;
    this.unknown = unknown;
    this.syncNanos = syncInterval.toNanos();
    this.ticker = ticker;
  }

  /** A round. */
  void run() {
    long now = ticker.nanos();
    int waking = 0;
    leftovers.letGoLater();
    for (ShardBackup backup : backups.values()) {
      if (backup.coverage().isBehind() && now - backup.lastSync() >= syncNanos) {
        syncs.begin(backup);
      }
      attendant.attendLater(backup);
      forgetIfCold(backup);
      waking += backup.phase() instanceof Phase.Waking ? 1 : 0;
    }
    // Those that are written to come first.
    if (!firstCopies.areBegun()
        && waking == 0
        && places.taken() + FirstCopies.AT_ONCE <= places.cap()) {
      firstCopies.round(this::wake);
    }
  }

  /**
   * Has a shard given a new epoch whose backup is no good.
   *
   * @param hot the phase that it was found in, null if it was cold; where it is in another one now,
   *     it has a new epoch, or is about to have one
   */
  void renew(ShardId id, Phase.@Nullable Hot hot, String why) {
    ShardBackup backup = backups.get(id);
    if (hot == null) {
      wake(id);
    } else if (backup != null && backup.phase() == hot) {
      backup.lose(why);
      attendant.attendLater(backup);
    }
  }

  private void wake(ShardId id) {
    ShardBackup backup = backups.computeIfAbsent(id, unknown);
    attendant.attendLater(backup, backup.isPrepared() ? Need.NOTHING : Need.WAKE);
  }

  /** Forgets a shard that is closed and cold. */
  void forgetIfCold(ShardBackup backup) {
    backups.computeIfPresent(
        backup.id(),
        (_, known) -> known.phase() instanceof Phase.Cold && known.shard() == null ? null : known);
  }
}
