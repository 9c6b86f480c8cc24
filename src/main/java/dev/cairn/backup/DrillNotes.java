package dev.cairn.backup;

import dev.cairn.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which shards are to be restored for a trial, and what the last trial found: a small
 * file for each, named after the shard's. Any thread; {@code disk} guards the files, and under it
 * always the newest note is written.
 *
 * <p>Files are replaced whole, but not forced to the disk. A loss of power may bring back a note of
 * some seconds before; the shard is hot then, and what is missing is noted again as it is gone on
 * with.
 */
final class DrillNotes {

  private static final System.Logger LOG = System.getLogger(DrillNotes.class.getName());

  private final Object disk = new Object();
  private final Path directory;
  private final ConcurrentHashMap<String, DrillNote> notes = new ConcurrentHashMap<>();

  /** Reads what is noted; the directory is made if it is missing. */
  DrillNotes(Path directory) throws IOException {
    this.directory = OwnerOnly.makeDirectories(directory);
    NoteDirectory.forEach(
        directory, (name, lines) -> notes.put(name, DrillNote.parse(String.join("\n", lines))));
  }

  @Nullable DrillNote find(String name) {
    return notes.get(name);
  }

  /** Tells of each, with the name of its shard's file. */
  void forEach(BiConsumer<String, DrillNote> consumer) {
    notes.forEach(consumer);
  }

  /** Notes something of a shard of which nothing is noted yet; of another does nothing. */
  void add(String name, DrillNote first) {
    if (notes.putIfAbsent(name, first) == null) {
      save(name);
    }
  }

  /**
   * Changes a note in one step, if it is there: what is found out about a shard that was deleted
   * meanwhile is of no use.
   *
   * @param change must have no effects of its own
   */
  void change(String name, UnaryOperator<DrillNote> change) {
    notes.computeIfPresent(name, (_, known) -> change.apply(known));
    save(name);
  }

  /** Forgets a shard. */
  void remove(String name) {
    notes.remove(name);
    save(name);
  }

  private void save(String name) {
    synchronized (disk) {
      DrillNote newest = notes.get(name);
      Path file = directory.resolve(name);
      try {
        if (newest == null) {
          Files.deleteIfExists(file);
        } else {
          Path unfinished = directory.resolve(name + NoteDirectory.UNFINISHED);
          OwnerOnly.write(unfinished, newest.text());
          Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "What drills found can't be noted.", e);
      }
    }
  }
}
