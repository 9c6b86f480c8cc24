package dev.cairn.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the system tells of a file without following a link.
 *
 * @param type the bits of its mode that say what it is
 * @param permissions the bits that say who may do what with it
 * @param user the number of the user it belongs to
 * @param names under how many names it can be reached
 * @param created in milliseconds since 1970 UTC
 */
record FileFacts(int type, int permissions, int user, int names, long created) {

  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int LINK = 0120000;
  private static final int PERMISSIONS = 07777;
  private static final int OF_OTHERS = 0077;
  private static final String ASKED = "unix:mode,uid,nlink,creationTime";

  /** Those of what lies there, or null if nothing does. */
  static @Nullable FileFacts of(Path file) throws IOException {
    // What is missing, as side files are most of the time, costs no exception so.
    if (file.getFileSystem()
            .provider()
            .readAttributesIfExists(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        == null) {
      return null;
    }
    try {
      Map<String, Object> facts = Files.readAttributes(file, ASKED, LinkOption.NOFOLLOW_LINKS);
      int mode = number(facts, "mode");
      return new FileFacts(
          mode & TYPE,
          mode & PERMISSIONS,
          number(facts, "uid"),
          number(facts, "nlink"),
          ((FileTime) fact(facts, "creationTime")).toMillis());
    } catch (NoSuchFileException gone) {
      return null;
    }
  }

  private static int number(Map<String, Object> facts, String name) {
    return ((Number) fact(facts, name)).intValue();
  }

  private static Object fact(Map<String, Object> facts, String name) {
    return Objects.requireNonNull(facts.get(name), name);
  }

  boolean isRegular() {
    return type == REGULAR;
  }

  boolean isDirectory() {
    return type == DIRECTORY;
  }

  boolean isLink() {
    return type == LINK;
  }

  /** Whether others than its owner may do anything with it. */
  boolean isLoose() {
    return (permissions & OF_OTHERS) != 0;
  }

  /** Takes from others what they may do with a file or directory, if it is one and they may. */
  static void mend(Path file) throws IOException {
    FileFacts facts = of(file);
    if (facts == null || !facts.isLoose() || !(facts.isRegular() || facts.isDirectory())) {
      return;
    }
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(facts.isDirectory() ? "rwx------" : "rw-------"));
  }

  /**
   * Refuses a link.
   *
   * @throws IllegalStateException if it is a symbolic link, or has a second name
   */
  static void requireNoLink(Path file) throws IOException {
    FileFacts facts = of(file);
    if (facts == null) {
      return;
    }
    if (facts.isLink()) {
      throw new IllegalStateException(
          file
              + " is a symbolic link. Only the data directory itself may be reached over one: put"
              + " there what the link leads to, or mount it there");
    }
    if (facts.isRegular() && facts.names() > 1) {
      throw new IllegalStateException(
          file + " has a second name (a hard link) elsewhere; remove that, or copy the file");
    }
  }
}
