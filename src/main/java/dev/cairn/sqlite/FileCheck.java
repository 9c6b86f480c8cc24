package dev.cairn.sqlite;

import dev.cairn.ErrorCode;
import dev.cairn.storage.StorageFault;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * Looks at a database's file, and at what lies beside it, from outside, before SQLite opens them:
 * each has to be a regular file of ours that no other name leads to. Follows no link. Any thread.
 */
final class FileCheck {

  /** How deep a second name of a shard's file can be that a restore gave it. */
  private static final int SCRATCH_DEPTH = 2;

  private final Path dataDirectory;
  private final Owners owners;

  FileCheck(Path dataDirectory) throws IOException {
    this(dataDirectory, Owners.of(dataDirectory));
  }

  /** One that takes files of those for ours. */
  FileCheck(Path dataDirectory, Owners owners) {
    this.dataDirectory = dataDirectory;
    this.owners = owners;
  }

  Owners owners() {
    return owners;
  }

  /**
   * Looks at it.
   *
   * @throws StorageFault if it is missing or can't be ours
   */
  void check(DatabasePath path) {
    try {
      FileFacts parent = FileFacts.of(path.parent());
      if (parent != null && !parent.isDirectory() && !isRoot(path.parent())) {
        throw Faults.damaged("Its directory is not a directory.");
      }
      FileFacts file = FileFacts.of(path.file());
      if (file == null) {
        throw Faults.damaged("Its file is missing.");
      }
      check("Its file", path.file(), file);
      if (Files.size(path.file()) == 0) {
        throw Faults.damaged("Its file is empty.");
      }
      for (Path side : path.sideFiles()) {
        FileFacts beside = FileFacts.of(side);
        if (beside != null) {
          check("A file beside its file", side, beside);
        }
      }
    } catch (IOException e) {
      throw StorageFault.of(ErrorCode.SHARD_QUARANTINED, "Its file can't be looked at.", e);
    }
  }

  /** The data directory itself may be reached over a link. */
  private boolean isRoot(Path parent) {
    return parent.equals(dataDirectory);
  }

  private void check(String what, Path file, FileFacts facts) throws IOException {
    if (facts.isLink()) {
      throw Faults.damaged(what + " is a symbolic link, which is not followed.");
    }
    if (!facts.isRegular()) {
      throw Faults.damaged(what + " is not a regular file.");
    }
    if (!owners.own(facts)) {
      throw Faults.damaged(what + " belongs to another user of the system.");
    }
    if (facts.names() > 1 && facts.names() > 1 + namesOfOurs(file)) {
      throw Faults.damaged(
          what + " has a second name elsewhere (a hard link), under which others may change it.");
    }
  }

  /** How many further names a restore that was cut short gave the file. */
  private int namesOfOurs(Path file) throws IOException {
    int names = 0;
    for (Path directory :
        List.of(
            dataDirectory.resolve(DataDirectory.SET_ASIDE),
            dataDirectory.resolve(DataDirectory.SCRATCH))) {
      names += namesIn(directory, file, SCRATCH_DEPTH);
    }
    return names;
  }

  private static int namesIn(Path directory, Path file, int depth) throws IOException {
    if (depth == 0 || !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return 0;
    }
    int names = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          names += namesIn(entry, file, depth - 1);
        } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
            && Files.isSameFile(entry, file)) {
          names++;
        }
      }
    }
    return names;
  }
}
