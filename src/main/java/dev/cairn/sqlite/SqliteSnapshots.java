package dev.cairn.sqlite;

import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.storage.FileImage;
import dev.cairn.storage.RestoredShard;
import dev.cairn.storage.Scratch;
import dev.cairn.storage.ShardImage;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.Snapshot;
import dev.cairn.storage.SnapshotDraft;
import dev.cairn.storage.SnapshotStore;
import dev.cairn.storage.SnapshotView;
import dev.cairn.storage.StorageFault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** See {@link SnapshotStore}; each is a file of its own, which needs no log. */
final class SqliteSnapshots implements SnapshotStore {

  private static final String COPY = "shard.sqlite";

  private final SnapshotFiles snapshots;
  private final ShardDirectory shards;
  private final SqliteShardFiles files;
  private final SqliteSettings settings;
  private final CacheShares shares;
  private final Clock clock;

  /** Clears away what a crash has left. */
  SqliteSnapshots(
      Path dataDirectory,
      ShardDirectory shards,
      SqliteShardFiles files,
      SqliteSettings settings,
      CacheShares shares,
      Clock clock) {
    this.snapshots = new SnapshotFiles(dataDirectory);
    this.shards = shards;
    this.files = files;
    this.settings = settings;
    this.shares = shares;
    this.clock = clock;
    snapshots.clearAway();
  }

  @Override
  public Snapshot take(ShardId shard, ShardStore store, SnapshotDraft draft) {
    boolean made = false;
    try (Scratch scratch = new Scratch(files, "snapshot")) {
      Path copy = scratch.file(COPY);
      files.copy(store, copy);
      RestoredShard facts = new LooseFile(copy).settle();
      Snapshot snapshot = draft.made(facts.revision(), Files.size(copy));
      snapshots.note(shard, snapshot);
      ShardMaker.finish(new DatabasePath(copy), snapshots.path(shard, draft.id()));
      made = true;
      return snapshot;
    } catch (IOException e) {
      throw ShardMaker.faultOf(e);
    } finally {
      if (!made) {
        snapshots.deleteQuietly(shard, draft.id());
      }
    }
  }

  /** A second name for the shard's file, which loses its own when it is replaced. */
  @Override
  public Snapshot keep(ShardId shard, SnapshotDraft draft) {
    DatabasePath path = shards.path(shard);
    boolean made = false;
    try {
      if (Files.exists(path.wal(), LinkOption.NOFOLLOW_LINKS) && Files.size(path.wal()) > 0) {
        throw StorageFault.of(
            ErrorCode.SHARD_BUSY, "The log beside the shard's file could not be emptied.", null);
      }
      Snapshot snapshot = draft.made(ShardFileReader.revision(path), Files.size(path.file()));
      snapshots.note(shard, snapshot);
      DatabasePath kept = snapshots.path(shard, draft.id());
      Files.createLink(kept.file(), path.file());
      DataDirectory.sync(kept.parent());
      made = true;
      return snapshot;
    } catch (IOException e) {
      throw ShardMaker.faultOf(e);
    } finally {
      if (!made) {
        snapshots.deleteQuietly(shard, draft.id());
      }
    }
  }

  @Override
  public List<Snapshot> list(ShardId shard) {
    Path directory = snapshots.directory(shard);
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    List<Snapshot> found = new ArrayList<>();
    try (DirectoryStream<Path> copies =
        Files.newDirectoryStream(directory, "*" + FileNames.SUFFIX)) {
      for (Path copy : copies) {
        String name = copy.getFileName().toString();
        Snapshot snapshot =
            snapshots.read(shard, name.substring(0, name.length() - FileNames.SUFFIX.length()));
        if (snapshot != null) {
          found.add(snapshot);
        }
      }
    } catch (IOException e) {
      throw StorageFault.of(ErrorCode.INTERNAL, "The snapshots can't be looked at.", e);
    }
    found.sort(Comparator.comparing(Snapshot::id).reversed());
    return found;
  }

  @Override
  public @Nullable Snapshot find(ShardId shard, String id) {
    return snapshots.read(shard, id);
  }

  @Override
  public boolean isThere(ShardId shard, String id) {
    return snapshots.isThere(shard, id);
  }

  @Override
  public void delete(ShardId shard, String id) {
    if (SnapshotDraft.isId(id)) {
      snapshots.delete(shard, id);
    }
  }

  /** Those of a shard that is deleted. */
  void deleteAll(ShardId shard) throws IOException {
    snapshots.deleteAll(shard);
  }

  @Override
  public SnapshotView open(ShardId shard, String id) {
    DatabasePath path = snapshots.path(shard, id);
    shards.checkFile(path);
    new LooseFile(path.file()).migrateIfOlder(settings, clock.millis());
    return SqliteSnapshotView.open(path, settings, shares, clock);
  }

  @Override
  public ShardImage image(ShardId shard, String id) {
    Path from = snapshots.path(shard, id).file();
    try (Unwinding unwinding = new Unwinding()) {
      Scratch scratch = unwinding.add(new Scratch(files, "copy"));
      Path to = scratch.file(COPY);
      DataDirectory.makeFile(to);
      copy(from, to);
      RestoredShard facts = files.examine(to);
      unwinding.keep();
      return new FileImage(files, scratch, to, facts);
    } catch (IOException e) {
      throw ShardMaker.faultOf(e);
    } catch (SQLException e) {
      throw new IllegalStateException("closing a scratch directory throws none", e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (FileChannel source =
            FileChannel.open(from, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        FileChannel target = FileChannel.open(to, StandardOpenOption.WRITE)) {
      long size = source.size();
      for (long at = 0; at < size; ) {
        long copied = source.transferTo(at, size - at, target);
        if (copied == 0) {
          throw new IOException("The snapshot ended before its size");
        }
        at += copied;
      }
    }
  }
}
