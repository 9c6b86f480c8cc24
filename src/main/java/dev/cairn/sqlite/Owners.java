package dev.cairn.sqlite;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Whose files in a data directory are ours: those of the user this process runs as, and those of
 * the owner of the directory, who could put there whatever he likes.
 *
 * @param directory the number of the directory's owner
 * @param process the number of the process's user, as far as it is known
 */
record Owners(int directory, int process) {

  private static final int ROOT = 0;

  /** Those of a data directory; the process made its scratch directory at the start. */
  static Owners of(Path dataDirectory) throws IOException {
    FileFacts root = FileFacts.of(dataDirectory.toRealPath());
    FileFacts made = FileFacts.of(dataDirectory.resolve(DataDirectory.SCRATCH));
    if (made == null) {
      made = FileFacts.of(dataDirectory.resolve(DataDirectory.LOCK));
    }
    if (root == null) {
      throw new IOException(dataDirectory + " is gone");
    }
    return new Owners(root.user(), made == null ? root.user() : made.user());
  }

  boolean own(FileFacts facts) {
    return facts.user() == process || facts.user() == directory;
  }

  /** Whether the process may change who may do what with it. */
  boolean mayChange(FileFacts facts) {
    return facts.user() == process || process == ROOT;
  }
}
