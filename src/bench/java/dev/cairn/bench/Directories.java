package dev.cairn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Directories that a run makes and takes away. */
final class Directories {

  private Directories() {}

  /** Deletes a directory and all in it, if it is there. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /**
   * Copies a directory, over what is there.
   *
   * @return {@code to}
   */
  static Path copy(Path from, Path to) throws IOException {
    delete(to);
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
    return to;
  }

  /** The file of the one shard in a data directory of {@link FilledShard#make}. */
  static Path shardFile(Path data) throws IOException {
    try (Stream<Path> paths = Files.walk(data.resolve("shards"))) {
      return paths.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }
}
