package dev.cairn.sqlite;

import dev.cairn.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory that holds everything, locked so that no two processes serve it at a time. The lock
 * is the operating system's: it ends with the process, however that dies.
 */
final class DataDirectory implements AutoCloseable {

  /** The file that carries the lock. */
  static final String LOCK = "lock";

  /** Where files are put together; see {@link dev.cairn.storage.ShardFiles#scratch}. */
  static final String SCRATCH = "scratch";

  /** Where files go that are {@link dev.cairn.storage.ShardFiles#setAside set aside}. */
  static final String SET_ASIDE = "set-aside";

  /** Where the snapshots of shards are. */
  static final String SNAPSHOTS = "snapshots";

  /** Where the files of shards are. */
  static final String SHARDS = "shards";

  private final Path root;
  private final FileChannel channel;

  private DataDirectory(Path root, FileChannel channel) {
    this.root = root;
    this.channel = channel;
  }

  /**
   * Makes the directory if it is missing, readable for its owner alone, and locks it.
   *
   * @throws IllegalStateException if another process, or another part of this one, holds the lock
   */
  static DataDirectory lock(Path directory) {
    try {
      OwnerOnly.makeDirectories(directory.toAbsolutePath());
      Path root = directory.toRealPath();
      FileFacts.requireNoLink(root.resolve(LOCK));
      FileChannel channel =
          FileChannel.open(
              root.resolve(LOCK),
              Set.of(
                  StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
              OwnerOnly.file());
      if (tryLock(channel) == null) {
        channel.close();
        throw new IllegalStateException(
            "The data directory "
                + root
                + " is in use by another process; stop it or choose another directory with --data");
      }
      return new DataDirectory(root, channel);
    } catch (IOException e) {
      throw new UncheckedIOException("The data directory " + directory + " can't be used", e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** The directory, free of symbolic links. */
  Path root() {
    return root;
  }

  /** Empties the directory for files that are put together; it belongs to this process then. */
  Path makeScratch() throws IOException {
    Path scratch = root.resolve(SCRATCH);
    deleteTree(scratch);
    make(scratch);
    return scratch;
  }

  /** Makes a directory for the owner alone, unless it is there; says whether it was made. */
  static boolean make(Path directory) throws IOException {
    try {
      Files.createDirectory(directory, OwnerOnly.directory());
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /** Makes an empty file for the owner alone, so that whoever fills it need not care. */
  static void makeFile(Path file) throws IOException {
    Files.createFile(file, OwnerOnly.file());
  }

  /** Makes the names in a directory durable: fsync on it. */
  static void sync(Path directory) throws IOException {
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  /** Deletes a directory with all that is in it, if it is there; follows no link. */
  static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** Gives the lock up. Idempotent. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The lock of the data directory can't be given up", e);
    }
  }
}
