package dev.cairn.backup;

import dev.cairn.catalogue.Catalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a node remembers of its backup on its own disk.
 *
 * @param hot which shards are hot
 * @param due what is to be deleted from the replica when
 * @param copied how many shards have been copied once
 * @param drills where it is noted what trials have found
 */
record NodeNotes(HotMarkers hot, DueNotes due, FirstCopies copied, Path drills) {

  /** The file of {@link #copied}. */
  private static final String COPIED = "copied";

  /**
   * Those in a directory, which is made if it is missing.
   *
   * @param replica its URL
   */
  static NodeNotes in(Path directory, String replica, Catalogue catalogue) throws IOException {
    return new NodeNotes(
        new HotMarkers(directory.resolve("hot")),
        new DueNotes(directory.resolve("due")),
        new FirstCopies(directory.resolve(COPIED), replica, catalogue),
        // Of one replica: what was proven of another is no proof of this one.
        directory.resolve("drills").resolve(FirstCopies.digest(replica)));
  }

  /**
   * Notes, for a service that makes no backup, that what is written from now on is in no replica:
   * the next one that makes one copies every shard first.
   *
   * @throws UncheckedIOException if that can't be noted
   */
  static void forgetCopies(Path directory) {
    try {
      Files.deleteIfExists(directory.resolve(COPIED));
    } catch (IOException e) {
      throw new UncheckedIOException("What was copied can't be forgotten", e);
    }
  }
}
