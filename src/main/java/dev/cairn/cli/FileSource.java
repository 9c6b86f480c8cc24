package dev.cairn.cli;

import dev.cairn.OwnerOnly;
import dev.cairn.sqlite.SqliteDriver;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** One SQLite file: a copy that was unpacked, or what Litestream itself has restored. */
final class FileSource implements RestoreSource {

  private final Path source;

  /**
   * @throws IllegalArgumentException if there is no such file, or if it is not all there is
   */
  FileSource(Path source) {
    if (!Files.isRegularFile(source)) {
      throw new IllegalArgumentException("--from: there is no file " + source);
    }
    for (Path side : SqliteDriver.sideFiles(source)) {
      if (side.toFile().length() > 0) {
        throw new IllegalArgumentException(
            "--from: "
                + side
                + " holds a part of the state, or somebody has the file open; close it, or"
                + " open and close it once with sqlite3");
      }
    }
    this.source = source;
  }

  @Override
  public Collection<String> names() {
    return List.of();
  }

  @Override
  public Instant restore(String shard, Path file) throws IOException {
    Files.createFile(file, OwnerOnly.file());
    boolean whole = false;
    try (OutputStream out = Files.newOutputStream(file)) {
      Files.copy(source, out);
      whole = true;
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
    return Files.getLastModifiedTime(source).toInstant();
  }
}
