package dev.cairn.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory of its maker's own below {@link ShardFiles#scratch}, which goes with all that is in
 * it when it is closed. One thread.
 */
public final class Scratch implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Scratch.class.getName());

  private final Path directory;

  /**
   * Makes it.
   *
   * @param purpose a word that its name begins with
   * @throws IOException if it can't be made; the message has no path in it
   */
  public Scratch(ShardFiles files, String purpose) throws IOException {
    try {
      this.directory = Files.createTempDirectory(files.scratch(), purpose + "-");
    } catch (IOException e) {
      throw new IOException("No scratch directory can be made.", e);
    }
  }

  /**
   * Takes one over that another owner made and did not close.
   *
   * @param name its {@link #name}; it is gone after a restart
   */
  public static Scratch takenOver(ShardFiles files, String name) {
    return new Scratch(files.scratch().resolve(name));
  }

  private Scratch(Path directory) {
    this.directory = directory;
  }

  /** Its name. */
  public String name() {
    return String.valueOf(directory.getFileName());
  }

  /** The place for a file in it; nothing lies there yet. */
  public Path file(String name) {
    return directory.resolve(name);
  }

  /** Deletes all that is in it; what can't be deleted goes with the next start of the service. */
  public void clear() {
    if (!Files.exists(directory)) {
      return;
    }
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
      for (Path file : left) {
        LargeFile.delete(file);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "A scratch file can't be deleted.", e);
    }
  }

  @Override
  public void close() {
    clear();
    try {
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "A scratch directory can't be deleted.", e);
    }
  }
}
