package dev.cairn.sqlite;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The look at a data directory at its start, all but the files of shards, which {@link
 * ShardDirectory#forEach} looks at: refuses links in the place of what the service writes, mends
 * permissions, tells of what is not ours.
 */
final class DataDirectoryCheck {

  /** Directories that are the service's, with all that is in them. */
  private static final Set<String> DIRECTORIES =
      Set.of(
          DataDirectory.SHARDS,
          DataDirectory.SCRATCH,
          DataDirectory.SET_ASIDE,
          DataDirectory.SNAPSHOTS,
          "operations",
          "backup");

  /** Files that the service writes. */
  private static final Set<String> FILES =
      Set.of(
          "lock",
          "catalogue.sqlite",
          "catalogue.sqlite-wal",
          "catalogue.sqlite-shm",
          "catalogue.sqlite-journal");

  /** Files that may have anything to do with the service; a settings file may be a link. */
  private static final Set<String> OTHERS = Set.of("cairn.properties", "lost+found");

  private static final String KEYS = "admin.key";

  /** How deep the service's own directories are looked through. */
  private static final int DEPTH = 4;

  private final Mending mending;

  private DataDirectoryCheck(Mending mending) {
    this.mending = mending;
  }

  /**
   * Looks at it.
   *
   * @param root the directory, free of links; the process has made its scratch directory
   * @throws IllegalStateException if there is a link in the place of what the service writes
   */
  static void run(Path root) throws IOException {
    Mending mending = new Mending(Owners.of(root));
    DataDirectoryCheck check = new DataDirectoryCheck(mending);
    mending.mend(root);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
      for (Path entry : entries) {
        check.look(entry);
      }
    }
    mending.tell();
  }

  private void look(Path entry) throws IOException {
    String name = entry.getFileName().toString();
    if (FILES.contains(name)) {
      FileFacts.requireNoLink(entry);
      mending.mend(entry);
    } else if (DIRECTORIES.contains(name)) {
      FileFacts.requireNoLink(entry);
      if (mending.isOwnDirectory(entry)) {
        if (!name.equals(DataDirectory.SHARDS)) {
          mendIn(entry, DEPTH);
        }
      } else {
        mending.passOver(entry);
      }
    } else if (name.startsWith(KEYS)) {
      mending.mend(entry);
    } else if (!OTHERS.contains(name)) {
      mending.passOver(entry);
    }
  }

  private void mendIn(Path directory, int depth) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        FileFacts facts = mending.mend(entry);
        if (facts == null) {
          continue;
        }
        if (facts.isDirectory() && depth > 1) {
          mendIn(entry, depth - 1);
        } else if (facts.isLink()) {
          mending.passOver(entry);
        }
      }
    }
  }
}
