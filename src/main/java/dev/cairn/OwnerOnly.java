package dev.cairn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

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

  /**
   * Takes from others what they may do with a directory, if they may anything. Nothing happens to
   * what is none, or where the file system knows no such permissions.
   */
  public static void mendDirectory(Path directory) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(
            directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null || !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Set<PosixFilePermission> owners = PosixFilePermissions.fromString("rwx------");
    if (!owners.containsAll(view.readAttributes().permissions())) {
      view.setPermissions(owners);
    }
  }

  /**
   * Writes a small file, made anew or emptied before, for the owner alone; a link in its place is
   * not followed.
   *
   * @throws IOException if it can't be written, or is a link
   */
  public static void write(Path file, String text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS),
            file())) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private static FileAttribute<?>[] attributes(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
