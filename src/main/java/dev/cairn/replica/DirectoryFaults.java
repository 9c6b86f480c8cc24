package dev.cairn.replica;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Puts failures of the file system into words for users. Pure. */
final class DirectoryFaults {

  private DirectoryFaults() {}

  /**
   * The failure to do something in a backup directory.
   *
   * @param operation a verb: {@code list}
   * @param thing the path it was to be done to
   */
  static IOException of(Path root, String operation, String thing, IOException e) {
    return new IOException(
        "The backup directory " + root + ": can't " + operation + " " + thing + ": " + reason(e),
        e);
  }

  /** What went wrong with a file, and what to do about it. */
  static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied ->
          "permission denied at "
              + denied.getFile()
              + "; let the service's user read and write there";
      case NoSuchFileException missing -> missing.getFile() + " is not there";
      case FileAlreadyExistsException there ->
          there.getFile() + " is there already; move it away or choose another name";
      case DirectoryNotEmptyException filled ->
          "something was written to " + filled.getFile() + " at the same time; try again";
      case FileSystemException failure when failure.getReason() != null ->
          advised(failure.getReason());
      default -> advised(String.valueOf(e.getMessage()));
    };
  }

  /** Whether a disk without room is what went wrong. */
  static boolean isFullDisk(IOException e) {
    return isFullDisk(String.valueOf(e.getMessage()));
  }

  private static boolean isFullDisk(String reason) {
    return reason.contains("No space") || reason.contains("quota");
  }

  private static String advised(String reason) {
    if (isFullDisk(reason)) {
      return "the disk has no room left; free some";
    }
    if (reason.contains("Read-only")) {
      return "its file system is read-only; mount it for writing";
    }
    return reason + "; look at the disk and its mount, then try again";
  }
}
