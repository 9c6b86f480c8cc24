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
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of shards are, below {@code shards} in the data directory. Follows no symbolic
 * link. Any thread; one at a time for the same shard.
 */
final class ShardDirectory {

  private static final Logger LOG = Logger.getLogger(ShardDirectory.class);
  private static final String UNFINISHED = FileNames.SUFFIX + ".new";
  private static final List<String> SIDE_FILES = List.of("-wal", "-shm", "-journal");

  private final Path root;

  /** Makes {@code shards} if it is missing. */
  ShardDirectory(Path dataDirectory) throws IOException {
    this.root = dataDirectory.resolve("shards");
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
  static void checkFile(DatabasePath path) {
    if (!isDirectory(path.parent())) {
      throw Faults.damaged(
          Files.exists(path.parent(), LinkOption.NOFOLLOW_LINKS)
              ? "Its directory is not a directory."
              : "Its file is missing.");
    }
    try {
      BasicFileAttributes attributes = attributes(path.file());
      if (attributes == null) {
        throw Faults.damaged("Its file is missing.");
      }
      if (!attributes.isRegularFile()) {
        throw Faults.damaged("Its file is not a regular file.");
      }
      if (attributes.size() == 0) {
        throw Faults.damaged("Its file is empty.");
      }
      for (Path side : path.sideFiles()) {
        BasicFileAttributes beside = attributes(side);
        if (beside != null && !beside.isRegularFile()) {
          throw Faults.damaged("A file beside its file is not a regular file.");
        }
      }
    } catch (IOException e) {
      throw StorageFault.of(ErrorCode.SHARD_QUARANTINED, "Its file can't be looked at.", e);
    }
  }

  /** What lies at the path, or null if nothing does, which costs no exception. */
  private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
    return file.getFileSystem()
        .provider()
        .readAttributesIfExists(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
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

  /** Tells of every whole shard and clears away what was never finished. */
  void forEach(Consumer<KeptShard> consumer) {
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(root)) {
      for (Path directory : directories) {
        if (isDirectory(directory) && isBucket(directory.getFileName().toString())) {
          forEachIn(directory, consumer);
        } else {
          LOG.warnf("%s is none of ours and is passed over", directory);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The directory of shards can't be read", e);
    }
  }

  private static boolean isBucket(String name) {
    return name.matches("[0-9a-f]{2}");
  }

  private void forEachIn(Path directory, Consumer<KeptShard> consumer) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.endsWith(FileNames.SUFFIX)) {
          tell(file, name.substring(0, name.length() - FileNames.SUFFIX.length()), consumer);
        } else if (isLeftOver(file, name)) {
          Files.deleteIfExists(file);
        } else if (!isSideFile(name) && !isNotes(name)) {
          LOG.warnf("%s is none of ours and is passed over", file);
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

  private void tell(Path file, String name, Consumer<KeptShard> consumer) throws IOException {
    BasicFileAttributes attributes = attributes(file);
    if (attributes == null) {
      return;
    }
    ShardId id = attributes.isSymbolicLink() ? null : id(file, name);
    if (id == null || !path(id).file().equals(file)) {
      LOG.warnf("%s is none of ours and is passed over", file);
      return;
    }
    consumer.accept(new KeptShard(id, attributes.creationTime().toMillis()));
  }

  private static @Nullable ShardId id(Path file, String name) {
    return FileNames.isLong(name)
        ? ShardFileReader.shardId(new DatabasePath(file))
        : FileNames.decode(name);
  }
}
