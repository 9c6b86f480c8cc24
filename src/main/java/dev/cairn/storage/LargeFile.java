package dev.cairn.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Deletes files so that nobody notices. To free the blocks and the cached pages of a large one is a
 * second's work within the kernel, which holds a processor all that time: it is done in steps, with
 * rests in which others have their turn.
 */
final class LargeFile {

  /** Bytes freed at a time: some 2 ms. */
  private static final long STEP_BYTES = 2L << 20;

  /** Between two steps. */
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private LargeFile() {}

  /**
   * Deletes one; its name goes at once. One that has another name keeps its content. Takes a few
   * milliseconds for each {@link #STEP_BYTES}.
   *
   * @throws IOException if its name can't be deleted
   */
  static void delete(Path file) throws IOException {
    BasicFileAttributes of =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (of.size() <= STEP_BYTES || !hasOneName(file)) {
      Files.delete(file);
      return;
    }
    try (FileChannel content =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      Files.delete(file);
      free(content);
    }
  }

  private static boolean hasOneName(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) == 1;
  }

  private static void free(FileChannel content) {
    try {
      for (long left = content.size() - STEP_BYTES; left > 0; left -= STEP_BYTES) {
        content.truncate(left);
        LockSupport.parkNanos(REST_NANOS);
      }
    } catch (IOException e) {
      // Interrupted, for one: the rest is freed as the file is closed.
    }
  }
}
