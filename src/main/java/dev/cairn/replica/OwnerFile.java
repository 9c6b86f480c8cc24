package dev.cairn.replica;

import dev.cairn.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** New files and directories that only their owner may read and write. Any thread. */
final class OwnerFile {

  private OwnerFile() {}

  /** Writes the content of a new file. */
  @FunctionalInterface
  interface Content {
    void writeTo(FileChannel file) throws IOException;
  }

  /**
   * Makes a file. If its content can't be written, it is gone again.
   *
   * @throws java.nio.file.FileAlreadyExistsException if something has the name; that is left alone
   */
  static void make(Path file, Content content) throws IOException {
    boolean whole = false;
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OwnerOnly.file())) {
      try {
        content.writeTo(channel);
        whole = true;
      } finally {
        if (!whole) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Copies all that comes from the beginning of one file to the position of another. */
  static void copy(FileChannel from, FileChannel to) throws IOException {
    long position = 0;
    long copied;
    do {
      copied = from.transferTo(position, Long.MAX_VALUE - position, to);
      position += copied;
    } while (copied > 0);
  }

  /** Makes a directory whose parent is there. */
  static void makeDirectory(Path directory) throws IOException {
    Files.createDirectory(directory, OwnerOnly.directory());
  }

  /** Makes the names in a directory durable: fsync on it. */
  static void sync(Path directory) throws IOException {
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }
}
