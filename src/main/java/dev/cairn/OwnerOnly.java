package dev.cairn;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What new files and directories are made with so that only their owner may read and write them,
 * whatever the process's mask. Nothing where the file system knows no such permissions. Any thread.
 */
public final class OwnerOnly {

  private OwnerOnly() {}

  /** For a file. */
  public static FileAttribute<?>[] file() {
    return attributes("rw-------");
  }

  /** For a directory. */
  public static FileAttribute<?>[] directory() {
    return attributes("rwx------");
  }

  /**
   * Makes a directory, and the parents that are missing; links are followed. One that is there is
   * left as it is.
   *
   * @return the directory
   */
  public static Path makeDirectories(Path directory) throws IOException {
    return Files.createDirectories(directory, directory());
  }

  private static FileAttribute<?>[] attributes(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
