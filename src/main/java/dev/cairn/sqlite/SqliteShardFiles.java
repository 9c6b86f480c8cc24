package dev.cairn.sqlite;

import dev.cairn.ErrorCode;
import dev.cairn.OwnerOnly;
import dev.cairn.ShardId;
import dev.cairn.storage.ExportVisitor;
import dev.cairn.storage.ReplicatedFile;
import dev.cairn.storage.RestoredShard;
import dev.cairn.storage.ShardFiles;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Set;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** See {@link ShardFiles}. */
final class SqliteShardFiles implements ShardFiles {

  /** All pages in one step, so that all are of one state. */
  private static final int ALL_PAGES = -1;

  /** The name, beside the file that takes its place, under which a former one stays for a while. */
  private static final String FORMER = "former.sqlite";

  /** Read and written at a time. */
  private static final int PIECE_BYTES = 64 * 1024;

  private final Path scratch;
  private final Path aside;
  private final ShardDirectory shards;
  private final SqliteSettings settings;
  private final Clock clock;

  /**
   * @param scratch is there
   * @param aside where files go that are set aside; need not be there
   */
  SqliteShardFiles(
      Path scratch, Path aside, ShardDirectory shards, SqliteSettings settings, Clock clock) {
    this.scratch = scratch;
    this.aside = aside;
    this.shards = shards;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Path scratch() {
    return scratch;
  }

  @Override
  public String nameOf(ShardId id) {
    return FileNames.encode(id);
  }

  @Override
  public boolean isThere(ShardId id) {
    return ShardDirectory.isThere(shards.path(id));
  }

  /** By a connection of its own: it reads beside the shard's, and moves no log when it closes. */
  @Override
  public void copy(ShardStore store, Path target) {
    ReplicatedFile file = store.file();
    if (file == null) {
      throw new IllegalArgumentException("That shard lies in no file");
    }
    DatabasePath source = new DatabasePath(file.database());
    boolean copied = false;
    try {
      DataDirectory.makeFile(target);
      copy(source, target);
      copied = true;
    } catch (SQLException e) {
      throw new Faults(source, Long.MAX_VALUE).of(e);
    } catch (IOException e) {
      throw StorageFault.of(ErrorCode.INTERNAL, "The shard can't be copied.", e);
    } finally {
      if (!copied) {
        deleteQuietly(target);
      }
    }
  }

  private void copy(DatabasePath source, Path target) throws SQLException {
    SQLiteDataSource data = new SQLiteDataSource();
    data.setUrl(source.url("ro"));
    try (Connection connection = data.getConnection()) {
      int wait = settings.busyTimeoutMillis();
      int code =
          connection
              .unwrap(SQLiteConnection.class)
              .getDatabase()
              .backup("main", target.toString(), null, wait, 1, ALL_PAGES);
      if (code != SQLiteErrorCode.SQLITE_OK.code) {
        throw new SQLiteException("The copy ended", SQLiteErrorCode.getErrorCode(code));
      }
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      ShardDirectory.delete(new DatabasePath(file));
    } catch (IOException ignored) {
      // The failure that led here is the one to report.
    }
  }

  @Override
  public RestoredShard examine(Path file) {
    LooseFile loose = new LooseFile(file);
    RestoredShard shard = loose.examine();
    loose.migrate(settings, clock.millis());
    return shard;
  }

  @Override
  public void receive(InputStream content, Path target) throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    try (FileChannel file =
        FileChannel.open(
            target,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OwnerOnly.file())) {
      for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
        write(file, ByteBuffer.wrap(piece, 0, read));
      }
    }
  }

  private static void write(FileChannel file, ByteBuffer piece) {
    try {
      while (piece.hasRemaining()) {
        file.write(piece);
      }
    } catch (IOException e) {
      throw ShardMaker.faultOf(e);
    }
  }

  @Override
  public RestoredShard admit(Path file) {
    new ForeignFile(file).check();
    return examine(file);
  }

  @Override
  public void export(Path file, ExportVisitor visitor) {
    new LooseFile(file).export(settings, clock, visitor);
  }

  @Override
  public void turnInto(Path file, ShardId id, long revision, long epoch) {
    new LooseFile(file).turnInto(id, revision, epoch);
  }

  @Override
  public void setAside(ShardId id) {
    DatabasePath path = shards.path(id);
    String name = path.file().getFileName() + "-" + clock.millis();
    try {
      if (ShardDirectory.isThere(path)) {
        DataDirectory.make(aside);
        // A second name for the same file: whatever comes between, it has one of them.
        Files.createLink(aside.resolve(name), path.file());
      }
      for (Path file : path.sideFiles()) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
          DataDirectory.make(aside);
          String suffix = file.toString().substring(path.file().toString().length());
          Files.move(file, aside.resolve(name + suffix), StandardCopyOption.ATOMIC_MOVE);
        }
      }
      if (Files.exists(aside)) {
        DataDirectory.sync(aside);
      }
    } catch (IOException e) {
      throw StorageFault.of(ErrorCode.INTERNAL, "The shard's file can't be set aside.", e);
    }
  }

  @Override
  public void install(Path file, ShardId id) {
    DatabasePath path = shards.path(id);
    try {
      shards.makeParent(path);
      if (Files.exists(path.wal()) && Files.size(path.wal()) > 0) {
        // Beside another file it would be taken for that one's log.
        throw StorageFault.of(
            ErrorCode.SHARD_BUSY, "The log beside the shard's file could not be emptied.", null);
      }
      ShardDirectory.deleteSideFiles(path);
      DataDirectory.deleteTree(path.notes());
      if (ShardDirectory.isThere(path)) {
        // Under a second name: to free the blocks of a large file can take a second.
        Path former = file.resolveSibling(FORMER);
        Files.deleteIfExists(former);
        Files.createLink(former, path.file());
      }
      ShardMaker.finish(new DatabasePath(file), path);
    } catch (IOException e) {
      throw StorageFault.of(ErrorCode.INTERNAL, "The file can't be put in place.", e);
    }
  }
}
