package dev.cairn.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory that holds the data, as far as its health goes. Calls may hang as disks do. */
public interface DataPlace {

  /** Whether files can be made in it. */
  boolean isWritable() throws IOException;

  /** Bytes that can still be written. */
  long free() throws IOException;

  /** The place of a driver that keeps nothing. */
  static DataPlace none() {
    return new DataPlace() {
      @Override
      public boolean isWritable() {
        return true;
      }

      @Override
      public long free() {
        return Long.MAX_VALUE;
      }
    };
  }

  /** A directory of this machine. */
  static DataPlace of(Path directory) {
    return new DataPlace() {
      @Override
      public boolean isWritable() {
        // Asks for permission and for a file system that takes writes, without writing.
        return Files.isDirectory(directory) && Files.isWritable(directory);
      }

      @Override
      public long free() throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
      }
    };
  }
}
