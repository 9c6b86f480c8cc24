package dev.cairn.sqlite;

import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.storage.Snapshot;
import dev.cairn.storage.SnapshotDraft;
import dev.cairn.storage.StorageFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where snapshots lie: below {@code snapshots}, a directory for each shard that has some, and in it
 * two files for each. The one says what the snapshot is and is written first; with the other, which
 * is the copy of the shard, the snapshot is there. Follows no symbolic link. Any thread, one at a
 * time for the same snapshot.
 */
final class SnapshotFiles {

  private static final Logger LOG = Logger.getLogger(SnapshotFiles.class);

  private static final String NOTE = ".properties";

  private final Path root;
  private final Path shards;

  SnapshotFiles(Path dataDirectory) {
    this.root = dataDirectory.resolve(DataDirectory.SNAPSHOTS);
    this.shards = dataDirectory.resolve(DataDirectory.SHARDS);
  }

  /** The directory for those of a shard; need not be there. */
  Path directory(ShardId shard) {
    return root.resolve(FileNames.directory(shard)).resolve(FileNames.encode(shard));
  }

  /**
   * The copy of a snapshot, there or not.
   *
   * @param id one of {@link SnapshotDraft#isId}
   */
  DatabasePath path(ShardId shard, String id) {
    return new DatabasePath(directory(shard).resolve(id + FileNames.SUFFIX));
  }

  private Path note(ShardId shard, String id) {
    return directory(shard).resolve(id + NOTE);
  }

  /** Whether the snapshot is there; false for what is no id. */
  boolean isThere(ShardId shard, String id) {
    return SnapshotDraft.isId(id) && ShardDirectory.isThere(path(shard, id));
  }

  /** Writes down what a snapshot will be, durably; it is not there yet. */
  void note(ShardId shard, Snapshot snapshot) throws IOException {
    makeDirectory(shard);
    Properties properties = new Properties();
    if (snapshot.name() != null) {
      properties.setProperty("name", snapshot.name());
    }
    if (snapshot.comment() != null) {
      properties.setProperty("comment", snapshot.comment());
    }
    properties.setProperty("created", Long.toString(snapshot.created()));
    properties.setProperty("revision", Long.toString(snapshot.revision()));
    Path note = note(shard, snapshot.id());
    DataDirectory.makeFile(note);
    try (FileChannel content = FileChannel.open(note, StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(content)) {
      properties.store(out, null);
      content.force(true);
    }
  }

  private void makeDirectory(ShardId shard) throws IOException {
    Path directory = directory(shard);
    Path bucket = root.resolve(FileNames.directory(shard));
    for (Path one : new Path[] {root, bucket, directory}) {
      if (!DataDirectory.make(one) && !Files.isDirectory(one, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException("A link or a file is where a directory of snapshots must be");
      }
    }
    DataDirectory.sync(root);
    DataDirectory.sync(bucket);
  }

  /** What was written down, or null if the snapshot is not there. */
  @Nullable Snapshot read(ShardId shard, String id) {
    if (!isThere(shard, id)) {
      return null;
    }
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(note(shard, id), LinkOption.NOFOLLOW_LINKS)) {
      properties.load(in);
      return new Snapshot(
          id,
          properties.getProperty("name"),
          properties.getProperty("comment"),
          Long.parseLong(properties.getProperty("created")),
          Long.parseLong(properties.getProperty("revision")),
          Files.size(path(shard, id).file()));
    } catch (NoSuchFileException gone) {
      return null;
    } catch (IOException | IllegalArgumentException e) {
      throw StorageFault.of(ErrorCode.INTERNAL, "Snapshot " + id + " can't be looked at.", e);
    }
  }

  /** Deletes one; the copy first, with which the snapshot is gone. */
  void delete(ShardId shard, String id) {
    DatabasePath path = path(shard, id);
    try {
      // Not in steps, as large files elsewhere: whoever reads from it goes on reading all of it.
      Files.deleteIfExists(path.file());
      ShardDirectory.deleteSideFiles(path);
      Files.deleteIfExists(note(shard, id));
    } catch (IOException e) {
      throw StorageFault.of(ErrorCode.INTERNAL, "Snapshot " + id + " can't be deleted.", e);
    }
  }

  /** Deletes what has come of one that could not be made; the failure is told by others. */
  void deleteQuietly(ShardId shard, String id) {
    try {
      delete(shard, id);
    } catch (StorageFault e) {
      LOG.warnf(e, "What was made of a snapshot of shard %s may be left", shard);
    }
  }

  /** Deletes all of a shard, whatever they are. */
  void deleteAll(ShardId shard) throws IOException {
    DataDirectory.deleteTree(directory(shard));
  }

  /**
   * Clears away what a crash has left: notes of copies that never came, and second names of shards
   * that were to be replaced and are not.
   */
  void clearAway() {
    try {
      FileFacts facts = FileFacts.of(root);
      if (facts != null && facts.isDirectory()) {
        forEachIn(root, bucket -> forEachIn(bucket, this::clearAway));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The directory of snapshots can't be read", e);
    }
  }

  private interface Look {
    void at(Path directory) throws IOException;
  }

  private static void forEachIn(Path directory, Look look) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          look.at(entry);
        }
      }
    }
  }

  private void clearAway(Path directory) throws IOException {
    Path shard =
        shards
            .resolve(root.relativize(directory).getName(0))
            .resolve(directory.getFileName() + FileNames.SUFFIX);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (name.endsWith(FileNames.SUFFIX) && isSame(entry, shard)) {
          Files.delete(entry);
        }
      }
    }
    try (DirectoryStream<Path> notes = Files.newDirectoryStream(directory, "*" + NOTE)) {
      for (Path note : notes) {
        String name = note.getFileName().toString();
        String id = name.substring(0, name.length() - NOTE.length());
        if (!Files.exists(note.resolveSibling(id + FileNames.SUFFIX), LinkOption.NOFOLLOW_LINKS)) {
          Files.delete(note);
        }
      }
    }
  }

  private static boolean isSame(Path one, Path other) throws IOException {
    FileFacts facts = FileFacts.of(one);
    return facts != null
        && facts.isRegular()
        && facts.names() > 1
        && Files.exists(other, LinkOption.NOFOLLOW_LINKS)
        && Files.isSameFile(one, other);
  }
}
