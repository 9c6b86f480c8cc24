package dev.cairn.sqlite;

import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.storage.KeptShard;
import dev.cairn.storage.StorageFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of shards are, below {@code shards} in the data directory. Follows no symbolic
 * link. Any thread; one at a time for the same shard.
 */
final class ShardDirectory {

  private static final String UNFINISHED = FileNames.SUFFIX + ".new";
  private static final List<String> SIDE_FILES = List.of("-wal", "-shm", "-journal");

  private final Path root;
  private final FileCheck check;

  /** Makes {@code shards} if it is missing. */
  ShardDirectory(Path dataDirectory) throws IOException {
    this.root = dataDirectory.resolve(DataDirectory.SHARDS);
    this.check = new FileCheck(dataDirectory);
    DataDirectory.make(root);
    if (!isDirectory(root)) {
      throw new IllegalStateException(root + " must be a directory, not a link or a file");
    }
  }

  private static boolean isDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Where the shard is or would be. */
  DatabasePath path(ShardId id) {
    return new DatabasePath(
        root.resolve(FileNames.directory(id)).resolve(FileNames.encode(id) + FileNames.SUFFIX));
  }

  /** Whether anything has the shard's name. */
  static boolean isThere(DatabasePath path) {
    return Files.exists(path.file(), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Looks at the file, and at what lies beside it, from outside.
   *
   * @throws StorageFault if it is missing or can't be a shard
   */
  void checkFile(DatabasePath path) {
    check.check(path);
  }

  /** Makes the subdirectory for a shard, durably. */
  void makeParent(DatabasePath path) throws IOException {
    if (DataDirectory.make(path.parent())) {
      DataDirectory.sync(root);
    }
    requireOwnParent(path);
  }

  /**
   * Whether the subdirectory is there.
   *
   * @throws StorageFault if something else has its name: a link would lead out of the data
   *     directory
   */
  static boolean requireOwnParent(DatabasePath path) {
    if (isDirectory(path.parent())) {
      return true;
    }
    if (Files.exists(path.parent(), LinkOption.NOFOLLOW_LINKS)) {
      throw StorageFault.of(
          ErrorCode.INTERNAL,
          "The place for the shard's file is a link or a file where a directory must be.",
          null);
    }
    return false;
  }

  /** Deletes a database: its name first, so that no log is ever lost before its file. */
  static void delete(DatabasePath path) throws IOException {
    Files.deleteIfExists(path.file());
    deleteSideFiles(path);
    DataDirectory.deleteTree(path.notes());
  }

  /** Deletes what may lie beside a database; such a log would be taken for that of a new file. */
  static void deleteSideFiles(DatabasePath path) throws IOException {
    for (Path side : path.sideFiles()) {
      Files.deleteIfExists(side);
    }
  }

  /**
   * Tells of every whole shard and clears away what was never finished. What of ours others may
   * read or write is mended; what is not ours is left alone, and told of once.
   */
  void forEach(Consumer<KeptShard> consumer) {
    Mending mending = new Mending(check.owners());
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(root)) {
      for (Path directory : directories) {
        if (isBucket(directory.getFileName().toString()) && mending.isOwnDirectory(directory)) {
          forEachIn(directory, mending, consumer);
        } else {
          mending.passOver(directory);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The directory of shards can't be read", e);
    }
    mending.tell();
  }

  private static boolean isBucket(String name) {
    return name.matches("[0-9a-f]{2}");
  }

  private void forEachIn(Path directory, Mending mending, Consumer<KeptShard> consumer)
      throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.endsWith(FileNames.SUFFIX)) {
          tell(file, name, mending, consumer);
        } else if (isLeftOver(file, name)) {
          Files.deleteIfExists(file);
        } else if (isSideFile(name) || isNotes(name)) {
          mending.mend(file);
        } else {
          mending.passOver(file);
        }
      }
    }
  }

  private static boolean isNotes(String name) {
    return name.startsWith(".") && name.endsWith(FileNames.SUFFIX + DatabasePath.NOTES);
  }

  private static boolean isSideFile(String name) {
    return SIDE_FILES.stream().anyMatch(side -> name.endsWith(FileNames.SUFFIX + side));
  }

  /** Part of a creation that was cut short, or a log whose file was deleted. */
  private static boolean isLeftOver(Path file, String name) {
    if (isDirectory(file)) {
      return false;
    }
    if (name.endsWith(UNFINISHED)
        || SIDE_FILES.stream().anyMatch(side -> name.endsWith(UNFINISHED + side))) {
      return true;
    }
    int end = name.lastIndexOf('-');
    return isSideFile(name)
        && !Files.exists(file.resolveSibling(name.substring(0, end)), LinkOption.NOFOLLOW_LINKS);
  }

  /** A hard link or a file of another user is told too: its shard is there, and can't be opened. */
  private void tell(Path file, String name, Mending mending, Consumer<KeptShard> consumer)
      throws IOException {
    FileFacts facts = mending.mend(file);
    if (facts == null) {
      return;
    }
    ShardId id =
        facts.isRegular()
            ? id(file, name.substring(0, name.length() - FileNames.SUFFIX.length()))
            : null;
    if (id == null || !path(id).file().equals(file)) {
      mending.passOver(file);
      return;
    }
    consumer.accept(new KeptShard(id, facts.created()));
  }

  private static @Nullable ShardId id(Path file, String name) {
    return FileNames.isLong(name)
        ? ShardFileReader.shardId(new DatabasePath(file))
        : FileNames.decode(name);
  }
}
