package dev.cairn.backup;

import dev.cairn.OwnerOnly;
import dev.cairn.ShardId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Remembers on disk which shards are hot, so that a start after a crash goes on with them although
 * nobody asks for them. Any thread; one at a time for the same shard.
 *
 * <p>Each is a small file of two lines, the shard's id and the name of its epoch, or {@code -}
 * while it has none; named after the shard's file. A marker is there before the first write that it
 * is about, and longer than anything that the replicator keeps of the shard.
 */
final class HotMarkers {

  private static final String NO_EPOCH = "-";

  private final Path directory;

  /**
   * @param directory made if it is missing
   */
  HotMarkers(Path directory) throws IOException {
    this.directory = OwnerOnly.makeDirectories(directory);
  }

  /**
   * Notes that a shard is hot, or about to be. On disk when it returns.
   *
   * @param name of the shard's file
   * @param epoch null if it has none yet
   */
  void put(ShardId id, String name, @Nullable EpochName epoch) throws IOException {
    Path unfinished = directory.resolve(name + NoteDirectory.UNFINISHED);
    OwnerOnly.write(unfinished, id.value() + "\n" + (epoch == null ? NO_EPOCH : epoch) + "\n");
    try (FileChannel content = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      content.force(true);
    }
    Files.move(unfinished, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    sync();
  }

  /** Notes that a shard is cold. A crash may bring the marker back, which does no harm. */
  void remove(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  private void sync() throws IOException {
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  /**
   * Tells of every marker that is there; the epoch is null where it has none. What can't be read is
   * passed over with a warning: its shard gets a new epoch when it is written to.
   */
  void forEach(Seen seen) throws IOException {
    NoteDirectory.forEach(
        directory,
        (name, lines) -> {
          String epoch = lines.get(1);
          seen.marker(
              name,
              new ShardId(lines.getFirst()),
              epoch.equals(NO_EPOCH) ? null : EpochName.parse(epoch));
        });
  }

  /** Told of markers. */
  @FunctionalInterface
  interface Seen {

    /** There is one. */
    void marker(String name, ShardId id, @Nullable EpochName epoch);
  }
}
