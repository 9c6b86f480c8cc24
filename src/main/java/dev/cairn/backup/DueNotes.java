package dev.cairn.backup;

import dev.cairn.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers of which shards something in the replica is to be deleted one day, so that nothing is
 * asked of the store for the others. Any thread; changes of one shard come one at a time.
 *
 * <p>Each is a small file named after the shard's, of up to three lines: the time in milliseconds
 * since 1970 UTC, the time of the shard's deletion, and the number of the last epoch that was
 * thinned. A note that is lost in a crash only has something kept longer: until the shard begins
 * another epoch.
 */
final class DueNotes {

  private static final System.Logger LOG = System.getLogger(DueNotes.class.getName());

  private final Path directory;
  private final Map<String, Note> notes = new ConcurrentHashMap<>();

  /**
   * What is to be done.
   *
   * @param due when, in milliseconds since 1970 UTC
   * @param deleted when the shard was deleted, so that all from before that is to go; 0 if it was
   *     not
   * @param thinned number of the last epoch that was thinned, 0 if none was
   */
  record Note(long due, long deleted, long thinned) {

    /** The same, to be looked at by that time at the latest. */
    Note by(long time) {
      return new Note(Math.min(due, time), deleted, thinned);
    }

    boolean isOfDeleted() {
      return deleted > 0;
    }
  }

  /** Reads what is noted; the directory is made if it is missing. */
  DueNotes(Path directory) throws IOException {
    this.directory = OwnerOnly.makeDirectories(directory);
    NoteDirectory.forEach(
        directory,
        (name, lines) ->
            notes.put(
                name,
                new Note(Long.parseLong(lines.getFirst()), number(lines, 1), number(lines, 2))));
  }

  private static long number(List<String> lines, int line) {
    return lines.size() > line ? Long.parseLong(lines.get(line)) : 0;
  }

  @Nullable Note find(String name) {
    return notes.get(name);
  }

  /** All of them, as they are now. */
  Map<String, Note> all() {
    return Map.copyOf(notes);
  }

  void put(String name, Note note) {
    notes.put(name, note);
    write(name, note);
  }

  /**
   * Puts a note in the place of another one, unless that has been changed meanwhile.
   *
   * @param next null if nothing is to be done any more
   */
  void replace(String name, Note known, @Nullable Note next) {
    if (next == null) {
      if (notes.remove(name, known)) {
        delete(name);
      }
    } else if (notes.replace(name, known, next)) {
      write(name, next);
    }
  }

  private void write(String name, Note note) {
    try {
      OwnerOnly.write(
          directory.resolve(name),
          note.due() + "\n" + note.deleted() + "\n" + note.thinned() + "\n");
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "What is to be deleted can't be noted.", e);
    }
  }

  private void delete(String name) {
    try {
      Files.delete(directory.resolve(name));
    } catch (NoSuchFileException gone) {
      // As it should be.
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "A note can't be removed.", e);
    }
  }
}
