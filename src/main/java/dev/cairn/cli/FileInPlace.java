package dev.cairn.cli;

import dev.cairn.OwnerOnly;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that appears whole or not at all: written under a temporary name beside its place, synced,
 * renamed. Closing without {@link #commit} leaves what was there before. One thread.
 */
final class FileInPlace implements AutoCloseable {

  /** Makes what happened in a directory durable. */
  @FunctionalInterface
  interface DirectorySync {

    /** The file system's own. */
    DirectorySync SYSTEM =
        directory -> {
          try (FileChannel channel = FileChannel.open(directory)) {
            channel.force(true);
          }
        };

    void sync(Path directory) throws IOException;
  }

  private final Path place;
  private final Path temporary;
  private final DirectorySync directorySync;
  private final FileOutputStream file;
  private final OutputStream stream;
  private boolean committed;

  FileInPlace(Path place) throws IOException {
    this(place, DirectorySync.SYSTEM);
  }

  FileInPlace(Path place, DirectorySync directorySync) throws IOException {
    this.place = place.toAbsolutePath();
    this.temporary = this.place.resolveSibling(place.getFileName() + ".part");
    this.directorySync = directorySync;
    Files.deleteIfExists(temporary);
    Files.createFile(temporary, OwnerOnly.file());
    this.file = new FileOutputStream(temporary.toFile());
    this.stream = new BufferedOutputStream(file, 64 * 1024);
  }

  /** Where the content goes. */
  OutputStream stream() {
    return stream;
  }

  /** Makes it durable and gives it its name, durably too. */
  void commit() throws IOException {
    stream.flush();
    file.getFD().sync();
    stream.close();
    Files.move(
        temporary, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    committed = true;
    Path directory = place.getParent();
    if (directory != null) {
      directorySync.sync(directory);
    }
  }

  @Override
  public void close() throws IOException {
    if (!committed) {
      file.close();
      Files.deleteIfExists(temporary);
    }
  }
}
