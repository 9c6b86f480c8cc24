package dev.cairn.backup;

import dev.cairn.OwnerOnly;
import dev.cairn.ShardId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which shards may have changed since their last copy, and what that was, so that nothing
 * is asked of the store, nor any shard opened, for the others. Any thread.
 *
 * <p>Each is a small file named after the shard's. {@code changed} has a line with the shard's id
 * and one with the time of the first change in milliseconds since 1970 UTC; {@code made} a line
 * with the name of the copy and one with its bytes. They are not forced to the disk: what a loss of
 * power takes is found again when the shard is opened, by the revision of its copy.
 */
final class CopyNotes {

  private static final System.Logger LOG = System.getLogger(CopyNotes.class.getName());

  private final Path changedFiles;
  private final Path madeFiles;
  private final Map<String, Change> changed = new ConcurrentHashMap<>();

  /**
   * A shard may have changed. Each object is of one time that this was noted: who made a copy can
   * tell by identity whether it was noted again since.
   *
   * @param since when it changed first after its last copy, in milliseconds since 1970 UTC
   */
  record Change(ShardId id, long since) {

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /**
   * Reads what is noted.
   *
   * @param directory made if it is missing
   */
  CopyNotes(Path directory) throws IOException {
    this.changedFiles = OwnerOnly.makeDirectories(directory.resolve("changed"));
    this.madeFiles = OwnerOnly.makeDirectories(directory.resolve("made"));
    NoteDirectory.forEach(
        changedFiles,
        (name, lines) ->
            changed.put(
                name, new Change(new ShardId(lines.getFirst()), Long.parseLong(lines.get(1)))));
  }

  /** All that may have changed, by name. Goes on changing. */
  Map<String, Change> changed() {
    return Collections.unmodifiableMap(changed);
  }

  boolean mayHaveChanged(String name) {
    return changed.containsKey(name);
  }

  /** Notes that a shard is about to change, or that it still is to be copied. */
  void change(String name, ShardId id, long since) {
    write(
        name,
        changed.merge(
            name,
            new Change(id, since),
            (known, now) -> new Change(id, Math.min(known.since(), now.since()))));
  }

  /**
   * A copy of all that has changed is about to be made; later changes count from now on. If it
   * can't be made, {@link #change} notes again since when it is due.
   *
   * @return what {@link #remove} takes once it was made
   */
  Change begin(String name, ShardId id, long now) {
    Change begun = new Change(id, now);
    changed.put(name, begun);
    return begun;
  }

  /** Removes what was noted before a copy, unless more was noted since. */
  void remove(String name, Change before) {
    if (changed.remove(name, before)) {
      delete(changedFiles.resolve(name));
      Change since = changed.get(name);
      if (since != null) {
        // Its file may have been written before this one's was deleted.
        write(name, since);
      }
    }
  }

  private void write(String name, Change change) {
    write(changedFiles.resolve(name), change.id().value(), change.since());
  }

  private static void write(Path file, String what, long number) {
    try {
      OwnerOnly.write(file, what + "\n" + number + "\n");
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "What is to be copied can't be noted.", e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "A note can't be removed.", e);
    }
  }

  /** The last copy of a shard that is noted; null if there is none. Reads a file. */
  CopyStore.@Nullable StoredCopy last(String name) {
    Path file = madeFiles.resolve(name);
    try {
      List<String> lines = Files.readAllLines(file);
      CopyName copy = CopyName.parse(lines.getFirst());
      return copy == null ? null : new CopyStore.StoredCopy(copy, Long.parseLong(lines.get(1)));
    } catch (NoSuchFileException none) {
      return null;
    } catch (IOException
        | NumberFormatException
        | IndexOutOfBoundsException
        | NoSuchElementException e) {
      LOG.log(System.Logger.Level.WARNING, "The note " + file + " can't be understood.", e);
      return null;
    }
  }

  /** Notes the last copy of a shard. */
  void made(String name, CopyStore.StoredCopy copy) {
    write(madeFiles.resolve(name), copy.name().toString(), copy.bytes());
  }

  /** Forgets all of a shard. */
  void forget(String name) {
    changed.remove(name);
    delete(changedFiles.resolve(name));
    delete(madeFiles.resolve(name));
  }
}
