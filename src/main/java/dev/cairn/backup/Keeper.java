package dev.cairn.backup;

import dev.cairn.backup.DueNotes.Note;
import dev.cairn.backup.ReplicaStore.TransactionFile;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes from the replica what nothing can be restored from any more that is to be kept. Any
 * thread; {@link #round} one at a time.
 *
 * <p>An epoch goes when the next one has been in the replica for longer than the window: every
 * state from within the window then lies in later ones. Long before, when the next one has been
 * there for longer than the fine window, it is thinned ({@link Thinning}). The newest epoch of a
 * shard never goes, unless the shard was deleted and the time for that has passed; then its copies
 * go too.
 */
final class Keeper {

  private static final System.Logger LOG = System.getLogger(Keeper.class.getName());

  /** Longer than what is copied may take to be seen in the replica, and compacted. */
  private static final long SLACK_MILLIS = Duration.ofMinutes(2).toMillis();

  /** How long a store is left alone that could not be asked. */
  private static final long RETRY_MILLIS = Duration.ofMinutes(10).toMillis();

  private static final int FINEST = 0;

  /** Nothing is due. */
  private static final long NEVER = Long.MAX_VALUE;

  private final ReplicaStore store;
  private final CopyStore copies;
  private final Thinning thinning;
  private final DueNotes notes;
  private final Keeping keeping;
  private final Clock clock;

  Keeper(ReplicaStore store, DueNotes notes, Keeping keeping, Clock clock) {
    this.store = store;
    this.copies = new CopyStore(store);
    this.thinning = new Thinning(store);
    this.notes = notes;
    this.keeping = keeping;
    this.clock = clock;
  }

  /** A shard has begun an epoch after another. */
  void superseded(String name) {
    long due = clock.millis() + least(keeping.fineWindow(), keeping.window());
    Note known = notes.find(name);
    if (known == null || known.due() > due) {
      notes.put(name, known == null ? new Note(due, 0, 0) : known.by(due));
    }
  }

  private static long least(Duration fine, Duration whole) {
    return Math.min(fine.toMillis(), whole.toMillis()) + SLACK_MILLIS;
  }

  /** A shard was deleted. */
  void deleted(String name) {
    long now = clock.millis();
    Note known = notes.find(name);
    Note note = new Note(now + keeping.deletedWindow().toMillis(), now, 0);
    notes.put(name, known == null ? note : note.by(known.due()));
  }

  /** Deletes what is due; asks nothing of the store for any other shard. Never throws. */
  void round() {
    long now = clock.millis();
    notes
        .all()
        .forEach(
            (name, note) -> {
              if (note.due() <= now) {
                visit(name, note, now);
              }
            });
  }

  private void visit(String name, Note note, long now) {
    try {
      notes.replace(name, note, keep(name, note, now));
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Old backups of shard {0} could not be deleted: {1}",
          name,
          e.getMessage());
      retry(name, note, now);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "Old backups of shard " + name + " stay.", e);
      retry(name, note, now);
    }
  }

  /** A shard may have been deleted meanwhile, which must not be forgotten. */
  private void retry(String name, Note note, long now) {
    notes.replace(name, note, new Note(now + RETRY_MILLIS, note.deleted(), note.thinned()));
  }

  /** Deletes what need not be kept; says what will be due, null if nothing. */
  private @Nullable Note keep(String name, Note note, long now) throws IOException {
    long deleted = note.deleted();
    if (note.isOfDeleted() && deleted + keeping.deletedWindow().toMillis() <= now) {
      deleteBefore(name, deleted);
      deleted = 0;
    }
    List<EpochName> left = new ArrayList<>(store.epochs(name));
    Note next = new Note(deleteOld(name, left, now), deleted, note.thinned());
    next = thin(name, left, next, now);
    if (deleted > 0) {
      next = next.by(deleted + keeping.deletedWindow().toMillis());
    }
    return next.due() == NEVER ? null : next;
  }

  /** Deletes what is of a shard that was deleted; one of its name may have been made since. */
  private void deleteBefore(String name, long deleted) throws IOException {
    for (EpochName epoch : store.epochs(name)) {
      if (epoch.began() <= deleted) {
        delete(new ReplicaPlace(name, epoch));
      }
    }
    for (CopyName copy : copies.list(name)) {
      if (copy.millis() <= deleted) {
        copies.delete(name, copy);
      }
    }
  }

  /**
   * Deletes what is older than the window, and takes it from the list; says when more may be due.
   */
  private long deleteOld(String name, List<EpochName> left, long now) throws IOException {
    while (left.size() > 1) {
      Long begun = begun(name, left.subList(1, left.size()));
      if (begun == null) {
        // Nothing of any later one has arrived yet.
        return now + RETRY_MILLIS;
      }
      long due = begun + keeping.window().toMillis() + SLACK_MILLIS;
      if (due > now) {
        return due;
      }
      delete(new ReplicaPlace(name, left.removeFirst()));
    }
    return NEVER;
  }

  /** Thins what is older than the fine window and was not thinned yet; says what is due then. */
  private Note thin(String name, List<EpochName> left, Note note, long now) throws IOException {
    long thinned = note.thinned();
    for (int i = 0; i + 1 < left.size(); i++) {
      if (left.get(i).number() <= thinned) {
        continue;
      }
      Long begun = begun(name, left.subList(i + 1, left.size()));
      long due =
          begun == null
              ? now + RETRY_MILLIS
              : begun + keeping.fineWindow().toMillis() + SLACK_MILLIS;
      if (due > now) {
        return new Note(Math.min(due, note.due()), note.deleted(), thinned);
      }
      thinning.thin(new ReplicaPlace(name, left.get(i)));
      thinned = left.get(i).number();
    }
    return new Note(note.due(), note.deleted(), thinned);
  }

  /** When the first file of the first of these epochs arrived that has any; null if none has. */
  private @Nullable Long begun(String name, List<EpochName> epochs) throws IOException {
    for (EpochName epoch : epochs) {
      ReplicaPlace place = new ReplicaPlace(name, epoch);
      List<TransactionFile> files = store.files(place, FINEST);
      if (!files.isEmpty()) {
        return store.created(place, files.getFirst());
      }
    }
    return null;
  }

  private void delete(ReplicaPlace place) throws IOException {
    store.deleteEpoch(place);
    LOG.log(System.Logger.Level.INFO, "Deleted the backup in {0}.", place.path());
  }
}
