package dev.cairn.litestream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.OwnerOnly;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files that one process needs while it runs: its configuration and its socket. Both lie in a
 * directory that is open to its owner alone, the socket elsewhere if its path would be too long
 * there. One thread.
 */
final class RunDirectory {

  private static final String PREFIX = "run-";
  private static final String SOCKET = "socket";

  private final Path directory;
  private final Path socketDirectory;

  private RunDirectory(Path directory, Path socketDirectory) {
    this.directory = directory;
    this.socketDirectory = socketDirectory;
  }

  /** Makes the directory that run directories lie in, unless it is there. */
  static void makeParent(Path parent) throws IOException {
    OwnerOnly.makeDirectories(parent);
  }

  /**
   * Makes one.
   *
   * @param elsewhere for the socket, if need be
   * @throws IOException if it can't be made, or if the path of the socket would be too long in
   *     either place
   */
  static RunDirectory make(Path parent, Path elsewhere) throws IOException {
    Path directory = Files.createTempDirectory(parent, PREFIX);
    if (isShortEnough(directory)) {
      return new RunDirectory(directory, directory);
    }
    Path socketDirectory = Files.createTempDirectory(elsewhere, "cairn-");
    RunDirectory made = new RunDirectory(directory, socketDirectory);
    if (!isShortEnough(socketDirectory)) {
      made.delete();
      throw new IOException(
          "the path of a socket may have %d bytes, and those below %s and %s have more"
              .formatted(ControlSocket.MAX_PATH_BYTES, parent, elsewhere));
    }
    return made;
  }

  private static boolean isShortEnough(Path directory) {
    return directory.resolve(SOCKET).toString().getBytes(UTF_8).length
        <= ControlSocket.MAX_PATH_BYTES;
  }

  /** Deletes those that killed services left. */
  static void deleteLeft(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return;
    }
    try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path directory : left) {
        delete(directory);
      }
    }
  }

  /** Where the process makes its socket. */
  Path socket() {
    return socketDirectory.resolve(SOCKET);
  }

  /** Writes the configuration and says where it is. */
  Path writeConfiguration() throws IOException {
    Path file = directory.resolve("litestream.yml");
    OwnerOnly.write(file, Configuration.text(socket()));
    return file;
  }

  /** Deletes everything of it. */
  void delete() throws IOException {
    delete(directory);
    if (!socketDirectory.equals(directory)) {
      delete(socketDirectory);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(directory);
  }
}
