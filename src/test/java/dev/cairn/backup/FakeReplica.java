package dev.cairn.backup;

import static java.util.Objects.requireNonNull;

import dev.cairn.replica.ReplicaStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A replica in a directory, of whole database files instead of transactions, that comes back as
 * Litestream restores it: a missing file or one with a wrong byte is noticed, anything else is not.
 * Calls of the store, and restores, can be made to fail. One thread, and the steps of the backup.
 */
final class FakeReplica implements ReplicaStore, Restorer {

  private volatile boolean atWork;
  private final Path root;
  private final ReplicaStore store;
  private final Set<Path> flipped = new HashSet<>();
  private long calls;
  private long failing = -1;
  private boolean away;
  private int failingRestores;
  private ReplicatorException.Kind kind = ReplicatorException.Kind.FAILING;
  private Runnable duringRestores = () -> {};

  /** Says what time it is when a transaction is copied; null if it is that of the machine. */
  private @Nullable LongSupplier clock;

  FakeReplica(Path root) {
    this.root = root;
    this.store = requireNonNull(ReplicaStores.of("file://" + root, Map.of()));
  }

  void away(boolean gone) {
    away = gone;
  }

  /** Has the call of that number from now on fail, counted from 1; none if it is 0. */
  void failCall(long number) {
    failing = number == 0 ? -1 : calls + number;
  }

  /** Whether the call that was to fail has come. */
  boolean hasFailed() {
    return failing >= 0 && calls >= failing;
  }

  /** How often anything was asked of the store. */
  long calls() {
    return calls;
  }

  /** Has the next restores fail. */
  void failRestores(int number, ReplicatorException.Kind how) {
    failingRestores = number;
    kind = how;
  }

  /** Has something done in the midst of each restore. */
  void during(Runnable action) {
    duringRestores = action;
  }

  /** Keeps what a database holds now as a transaction. */
  void copy(ReplicaPlace place, long transaction, Connection database) {
    Path file = file(place, transaction);
    try (Statement statement = database.createStatement()) {
      Files.createDirectories(requireNonNull(file.getParent()));
      statement.execute("vacuum into '" + file + "'");
      stamp(file);
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path file(ReplicaPlace place, long transaction) {
    return root.resolve(place.path())
        .resolve("ltx/0")
        .resolve(String.format("%016x-%<016x.ltx", transaction));
  }

  /** The files of a shard, oldest first. */
  List<Path> files(String shard) {
    try (Stream<Path> all = Files.walk(root.resolve(ReplicaPlace.directory(shard)))) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void flip(Path file) {
    flipped.add(file);
  }

  /** Changes what a file holds, in such a way that it stays a sound database. */
  static void change(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** Removes everything. */
  void wipe() throws IOException {
    try (Stream<Path> all = Files.walk(root.resolve(ReplicaPlace.SHARDS))) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Has it look as if something were being restored for somebody. */
  void atWork(boolean busy) {
    atWork = busy;
  }

  @Override
  public boolean isAtWork() {
    return atWork;
  }

  @Override
  public void restore(Point point, Path file, Duration limit) throws ReplicatorException {
    duringRestores.run();
    if (failingRestores > 0) {
      failingRestores--;
      throw new ReplicatorException(kind, "It was made to fail.");
    }
    try {
      // What a restore that fails half-way may leave.
      Files.writeString(file.resolveSibling(file.getFileName() + ".tmp"), "half");
      for (long i = 1; i <= point.transaction(); i++) {
        Path part = file(point.place(), i);
        if (!Files.exists(part) || flipped.contains(part)) {
          throw new ReplicatorException(
              ReplicatorException.Kind.FAILING, "file checksum mismatch in " + i);
        }
      }
      Files.copy(file(point.place(), point.transaction()), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void asked() throws IOException {
    calls++;
    if (away || calls == failing) {
      throw new IOException("The store is away.");
    }
  }

  @Override
  public List<EpochName> epochs(String shard) throws IOException {
    asked();
    return store.epochs(shard);
  }

  @Override
  public void forEachShard(Consumer<String> consumer) throws IOException {
    asked();
    store.forEachShard(consumer);
  }

  @Override
  public List<TransactionFile> files(ReplicaPlace place, int level) throws IOException {
    asked();
    return store.files(place, level);
  }

  @Override
  public @Nullable Long created(ReplicaPlace place, TransactionFile file) throws IOException {
    asked();
    return store.created(place, file);
  }

  @Override
  public void delete(ReplicaPlace place, TransactionFile file) throws IOException {
    asked();
    store.delete(place, file);
  }

  @Override
  public void deleteEpoch(ReplicaPlace place) throws IOException {
    asked();
    store.deleteEpoch(place);
  }

  @Override
  public List<StoredObject> list(String directory) throws IOException {
    asked();
    return store.list(directory);
  }

  @Override
  public void put(String path, Path file) throws IOException {
    asked();
    store.put(path, file);
  }

  @Override
  public boolean get(String path, Path file) throws IOException {
    asked();
    return store.get(path, file);
  }

  @Override
  public void delete(String path) throws IOException {
    asked();
    store.delete(path);
  }

  @Override
  public long requests() {
    return calls;
  }

  @Override
  public void close() {
    store.close();
  }

  /** Has what is copied from now on be of the time by that clock, in milliseconds. */
  void stampedBy(LongSupplier millis) {
    clock = millis;
  }

  private void stamp(Path file) throws IOException {
    if (clock != null) {
      Files.setLastModifiedTime(file, FileTime.fromMillis(clock.getAsLong()));
    }
  }
}
