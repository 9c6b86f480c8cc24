package dev.cairn.replica;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Puts files into directories: under a temporary name, made durable, renamed, and the new name made
 * durable. A process that is killed meanwhile leaves its temporary file behind; the next put to the
 * same directory removes it. Any thread.
 */
final class DirectoryPut {

  /** Begins the temporary names; no object's path has a part with a dot before it. */
  private static final String PREFIX = ".put-";

  /** The temporary files that this process writes at the moment. */
  private final Set<Path> unfinished = ConcurrentHashMap.newKeySet();

  /**
   * Copies a file to a place, whole or not at all.
   *
   * @param directory the place's, which is there
   */
  void put(Path file, Path directory, Path place) throws IOException {
    clearLeftOvers(directory);
    Path temporary = directory.resolve(PREFIX + UUID.randomUUID() + ObjectPath.UNFINISHED);
    unfinished.add(temporary);
    try {
      write(file, temporary);
      move(temporary, place);
      OwnerFile.sync(directory);
    } finally {
      unfinished.remove(temporary);
    }
  }

  private void clearLeftOvers(Path directory) throws IOException {
    try (DirectoryStream<Path> leftOvers = Files.newDirectoryStream(directory, PREFIX + "*")) {
      for (Path leftOver : leftOvers) {
        if (!unfinished.contains(leftOver)) {
          Files.deleteIfExists(leftOver);
        }
      }
    }
  }

  private static void write(Path file, Path temporary) throws IOException {
    try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
      OwnerFile.make(
          temporary,
          to -> {
            OwnerFile.copy(from, to);
            to.force(true);
          });
    }
  }

  private static void move(Path temporary, Path place) throws IOException {
    boolean moved = false;
    try {
      Files.move(
          temporary, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      moved = true;
    } finally {
      if (!moved) {
        Files.deleteIfExists(temporary);
      }
    }
  }
}
