package dev.cairn.backup;

import dev.cairn.Ticker;
import dev.cairn.shard.FollowedShard;
import dev.cairn.storage.ReplicatedFile;
import dev.cairn.storage.StorageFault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/**
 * The steps that take a shard from one phase to another, in the order that loses nothing: see
 * docs/decisions/0013. On the writer's turn, with the shard open; each may block for some limits of
 * the replicator's calls. A step that fails leaves the shard in a phase from which another attempt
 * can be made, and throws.
 */
final class EpochSteps {

  private final Replicator replicator;
  private final HotMarkers markers;
  private final Uploads uploads;
  private final BackupSettings settings;
  private final Clock clock;
  private final Ticker ticker;

  EpochSteps(
      Replicator replicator,
      HotMarkers markers,
      Uploads uploads,
      BackupSettings settings,
      Clock clock,
      Ticker ticker) {
    this.ticker = ticker;
    this.replicator = replicator;
    this.markers = markers;
    this.uploads = uploads;
    this.settings = settings;
    this.clock = clock;
  }

  /** Notes on disk that the shard is about to be written to. */
  void mark(ShardBackup backup) throws StepFailure {
    try {
      markers.put(backup.id(), backup.name(), null);
      backup.become(new Phase.Waking());
    } catch (IOException e) {
      throw new StepFailure("What is hot can't be noted on the disk.", e);
    }
  }

  /**
   * Begins a new epoch: nobody copies the file, its log is moved into it a last time, the
   * replicator's notes of the epoch before are removed, the epoch is noted, and only then the file
   * is registered. The shard has a place among the hot ones.
   *
   * <p>If the log can't be emptied because somebody reads from it, that is no harm: without notes
   * the replicator begins with a copy of everything.
   */
  void wake(ShardBackup backup, FollowedShard shard) throws StepFailure {
    ReplicatedFile file = file(shard);
    file.leaveLog();
    try {
      letGo(backup, file);
      file.removeNotes();
      EpochName epoch = new EpochName(Math.max(file.epoch(), backup.listed()) + 1, clock.millis());
      file.beginEpoch(epoch.number());
      markers.put(backup.id(), backup.name(), epoch);
      backup.beginUploads();
      register(backup, file, epoch);
    } catch (ReplicatorException e) {
      throw abandoned(backup, file, e.reason(), e);
    } catch (IOException e) {
      throw abandoned(backup, file, "What is hot can't be noted on the disk.", e);
    } catch (StorageFault e) {
      throw abandoned(backup, file, e.detail(), e);
    }
  }

  private StepFailure abandoned(
      ShardBackup backup, ReplicatedFile file, String why, Exception cause) {
    backup.become(new Phase.Waking());
    if (!backup.mayBeRegistered(replicator.generation(file.database()))) {
      file.takeLogBack();
    }
    return new StepFailure(why, cause);
  }

  private void letGo(ShardBackup backup, ReplicatedFile file) throws ReplicatorException {
    if (!backup.mayBeRegistered(replicator.generation(file.database()))) {
      return;
    }
    try {
      replicator.unregister(file.database(), settings.callLimit());
    } catch (ReplicatorException e) {
      if (e.kind() != ReplicatorException.Kind.FAILING) {
        throw e;
      }
    }
    backup.unregistered();
  }

  private void register(ShardBackup backup, ReplicatedFile file, EpochName epoch)
      throws ReplicatorException {
    long generation = replicator.generation(file.database());
    backup.registering(generation);
    ReplicaPlace place = new ReplicaPlace(backup.name(), epoch);
    try {
      if (replicator.register(file.database(), place, settings.callLimit())
          == Replicator.Registration.ALREADY_REGISTERED) {
        throw new ReplicatorException(
            ReplicatorException.Kind.UNKNOWN, "It was still registered for an earlier epoch.");
      }
    } catch (ReplicatorException e) {
      if (e.kind() == ReplicatorException.Kind.DOWN) {
        backup.unregistered();
      } else {
        backup.registering(replicator.generation(file.database()));
      }
      throw e;
    }
    long after = replicator.generation(file.database());
    if (after != generation) {
      // Which of the two processes took the call is open: it must be let go of before another.
      backup.registering(after);
      throw new ReplicatorException(
          ReplicatorException.Kind.UNKNOWN, "The replicator was started again meanwhile.");
    }
    backup.become(new Phase.Hot(epoch, generation));
  }

  /**
   * Goes on in the epoch that the shard was in before its replicator, or the whole service, was
   * killed, if the log is still the one that was copied from; otherwise begins a new one.
   */
  void resume(ShardBackup backup, FollowedShard shard, Phase.Hot hot) throws StepFailure {
    ReplicatedFile file = file(shard);
    file.leaveLog();
    try {
      if (backup.mayBeRegistered(replicator.generation(file.database()))
          || !WalSalts.match(file.log(), file.notes())) {
        wake(backup, shard);
        return;
      }
      register(backup, file, hot.epoch());
    } catch (ReplicatorException e) {
      // It stays as it is: what was not copied yet is in the log and the notes.
      throw new StepFailure(e.reason(), e);
    } catch (IOException e) {
      throw new StepFailure("What was copied before the stop can't be read.", e);
    }
  }

  /** Goes over into a new epoch, once everything is in the present one. */
  void rotate(ShardBackup backup, FollowedShard shard) throws StepFailure {
    try {
      uploads.reached(backup, replicator.sync(file(shard).database(), settings.callLimit()));
    } catch (ReplicatorException e) {
      throw new StepFailure(e.reason(), e);
    }
    wake(backup, shard);
  }

  /**
   * Ends the copying, once everything is in the replica; afterwards the store looks after its log
   * by itself.
   */
  void park(ShardBackup backup, FollowedShard shard, Phase.Hot hot) throws StepFailure {
    ReplicatedFile file = file(shard);
    backup.become(new Phase.Parking(hot.epoch()));
    boolean parked = false;
    try {
      Coverage.Mark mark = backup.coverage().mark(ticker.nanos());
      uploads.reached(backup, replicator.sync(file.database(), settings.callLimit()));
      backup.coverage().covered(mark);
      letGo(backup, file);
      file.removeNotes();
      markers.remove(backup.name());
      parked = true;
    } catch (ReplicatorException e) {
      throw new StepFailure(e.reason(), e);
    } catch (IOException e) {
      throw new StepFailure("The note that it was hot can't be removed.", e);
    } catch (StorageFault e) {
      throw new StepFailure(e.detail(), e);
    } finally {
      // Whatever of it was done: a sync finds out, and a new epoch mends it.
      backup.become(parked ? new Phase.Cold() : hot);
    }
    file.takeLogBack();
  }

  /**
   * Gives an epoch up because its log has grown too large while it can't be copied: the store looks
   * after the log by itself until there can be another epoch. A replicator that does not run has
   * let go of every file, and may not come back for long.
   */
  void giveUp(ShardBackup backup, FollowedShard shard) throws StepFailure {
    ReplicatedFile file = file(shard);
    try {
      try {
        letGo(backup, file);
      } catch (ReplicatorException e) {
        if (e.kind() != ReplicatorException.Kind.DOWN) {
          throw e;
        }
        backup.unregistered();
      }
      file.removeNotes();
      backup.become(new Phase.Waking());
      file.takeLogBack();
    } catch (ReplicatorException e) {
      throw new StepFailure(e.reason(), e);
    } catch (StorageFault e) {
      throw new StepFailure(e.detail(), e);
    }
  }

  /** Ends the copying of a shard whose files are about to be deleted; whatever becomes of it. */
  void abandon(ShardBackup backup) throws StepFailure {
    Path database = backup.database();
    try {
      markers.remove(backup.name());
      if (database != null && backup.mayBeRegistered(replicator.generation(database))) {
        replicator.unregister(database, settings.callLimit());
      }
    } catch (ReplicatorException e) {
      throw new StepFailure(e.reason(), e);
    } catch (IOException e) {
      throw new StepFailure("The note that it was hot can't be removed.", e);
    }
  }

  private static ReplicatedFile file(FollowedShard shard) {
    ReplicatedFile file = shard.store().file();
    if (file == null) {
      throw new IllegalStateException("Shard " + shard.id() + " lies in no file");
    }
    return file;
  }
}
