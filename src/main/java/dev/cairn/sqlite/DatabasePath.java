package dev.cairn.sqlite;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A database file and the files SQLite keeps beside it.
 *
 * @param file the database itself
 */
record DatabasePath(Path file) {

  /** Ends the name of the directory of {@link #notes}. */
  static final String NOTES = "-litestream";

  /** The directory it is in. */
  Path parent() {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalStateException("a database file in no directory");
    }
    return parent;
  }

  /** Its write-ahead log. */
  Path wal() {
    return beside("-wal");
  }

  /** The index of the log that its connections share. */
  Path shm() {
    return beside("-shm");
  }

  /** Its rollback journal; only there while a file is turned to the log. */
  Path journal() {
    return beside("-journal");
  }

  /** All that may lie beside it. */
  List<Path> sideFiles() {
    return List.of(wal(), shm(), journal());
  }

  /** The directory in which Litestream keeps its notes while it copies the file. */
  Path notes() {
    return file.resolveSibling("." + file.getFileName() + NOTES);
  }

  /** Where it is put together before it gets its name. */
  DatabasePath unfinished() {
    return new DatabasePath(beside(".new"));
  }

  private Path beside(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  /** A JDBC URL for it; {@code mode} is one of SQLite's: {@code rw}, {@code ro}. */
  String url(String mode) {
    StringBuilder uri = new StringBuilder("jdbc:sqlite:file:");
    for (byte b : file.toString().getBytes(StandardCharsets.UTF_8)) {
      if ((b >= 'a' && b <= 'z')
          || (b >= 'A' && b <= 'Z')
          || (b >= '0' && b <= '9')
          || "/-_.".indexOf(b) >= 0) {
        uri.append((char) b);
      } else {
        uri.append(String.format("%%%02X", b & 0xff));
      }
    }
    return uri.append("?mode=").append(mode).toString();
  }
}
