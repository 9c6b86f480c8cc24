package dev.cairn.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a write-ahead log is still the one that the replicator last copied from. A log that
 * is begun anew gets other salts (https://sqlite.org/walformat.html, bytes 16 to 24 of its head);
 * the replicator notes those it has seen in each file of transactions (bytes 64 to 72 of the head
 * of an LTX file, https://github.com/superfly/ltx). Where they differ, or one is missing, pages may
 * have been moved that were never copied. Pure but for the files.
 */
final class WalSalts {

  private static final int SALT_BYTES = 8;
  private static final int IN_LOG = 16;
  private static final int IN_TRANSACTIONS = 64;

  /** Where the replicator keeps the transactions it has not compacted, below its notes. */
  private static final String NEWEST_LEVEL = "ltx/0";

  private WalSalts() {}

  /** Whether the newest transactions that the notes know of were copied from this log. */
  static boolean match(Path log, Path notes) throws IOException {
    Path newest = newest(notes.resolve(NEWEST_LEVEL));
    ByteBuffer copied = newest == null ? null : read(newest, IN_TRANSACTIONS);
    return copied != null && copied.equals(read(log, IN_LOG));
  }

  /** Their names are numbers of the same length, so the greatest is the newest. */
  private static @Nullable Path newest(Path level) throws IOException {
    if (!Files.isDirectory(level)) {
      return null;
    }
    Path newest = null;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(level, "*.ltx")) {
      for (Path file : files) {
        if (newest == null || file.compareTo(newest) > 0) {
          newest = file;
        }
      }
    }
    return newest;
  }

  private static @Nullable ByteBuffer read(Path file, int position) throws IOException {
    ByteBuffer salts = ByteBuffer.allocate(SALT_BYTES);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (salts.hasRemaining()) {
        if (channel.read(salts, position + salts.position()) < 0) {
          return null;
        }
      }
    } catch (NoSuchFileException e) {
      return null;
    }
    return salts.flip();
  }
}
