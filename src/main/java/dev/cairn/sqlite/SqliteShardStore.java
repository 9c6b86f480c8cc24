package dev.cairn.sqlite;

import dev.cairn.Durability;
import dev.cairn.Quotas;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.storage.Operation;
import dev.cairn.storage.ReplicatedFile;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.StoreSizes;
import dev.cairn.storage.UnitOfWork;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** An open shard: its writer, its readers and its checkpointer. */
final class SqliteShardStore implements ShardStore {

  private static final Logger LOG = Logger.getLogger(SqliteShardStore.class);

  private final ShardId id;
  private final Faults faults;
  private final ConnectionSource writers;
  private final ConnectionSource readers;
  private final KeptConnection writer;
  private final ReaderPool pool;
  private final WriterNamespaces namespaces;
  private final Checkpointer checkpointer;
  private final Visits visits;
  private final OldRows oldRows;
  private final DatabasePath path;
  private final SqliteReplicatedFile file;
  private final Capacity capacity;
  private final long created;
  private final List<Operation.OnIndex> unfinishedIndexes;

  /** Written on the writer's turn, read by anyone; so is the next expiry. */
  private volatile long revision;

  private volatile long nextExpiry;

  private volatile Durability durability;

  private boolean closed;

  private SqliteShardStore(
      ShardId id,
      DatabasePath path,
      Faults faults,
      Sources sources,
      Opened opened,
      Checkpointer checkpointer,
      Visits visits,
      Capacity capacity,
      Durability durability) {
    this.id = id;
    this.path = path;
    this.faults = faults;
    this.writers = sources.writers();
    this.readers = sources.readers();
    this.writer = opened.writer();
    this.pool = opened.pool();
    this.namespaces = new WriterNamespaces(writer);
    this.oldRows = opened.oldRows();
    this.checkpointer = checkpointer;
    this.visits = visits;
    this.durability = durability;
    this.capacity = capacity;
    this.created = opened.meta().created();
    this.unfinishedIndexes = opened.meta().unfinishedIndexes();
    this.revision = opened.meta().revision();
    this.nextExpiry = opened.meta().nextExpiry();
    this.file = new SqliteReplicatedFile(path, opened.meta().epoch(), writer, checkpointer, faults);
  }

  private record Sources(ConnectionSource writers, ConnectionSource readers) {}

  private record Opened(KeptConnection writer, ReaderPool pool, OldRows oldRows, ShardMeta meta) {}

  /**
   * Opens the file, which is there: the writer first, since a reader alone would leave files
   * behind.
   *
   * @throws StorageFault if it can't be opened; nothing is left open
   */
  static SqliteShardStore open(
      ShardId id,
      DatabasePath path,
      Durability durability,
      boolean thorough,
      SqliteSettings settings,
      CacheShares shares,
      Clock clock,
      Ticker ticker) {
    Faults faults = new Faults(path, settings.shardBytes());
    try (Unwinding unwinding = new Unwinding()) {
      int kind = Schema.SHARD.applicationId();
      ConnectionSource writers =
          unwinding.add(ConnectionSource.writer(path, kind, durability, settings, shares));
      ConnectionSource readers =
          unwinding.add(ConnectionSource.readers(path, kind, settings, shares));
      KeptConnection writer = unwinding.add(writers.connect());
      if (thorough) {
        writer.checkEveryPage();
      }
      Schema.SHARD.migrate(writer, clock.millis());
      ShardMeta meta = ShardMeta.of(writer, id);
      ReaderPool pool = new ReaderPool(readers, faults, new NamespaceIds(), settings, clock);
      Checkpointer checkpointer = new Checkpointer(writer, path, settings, ticker);
      unwinding.keep();
      return new SqliteShardStore(
          id,
          path,
          faults,
          new Sources(writers, readers),
          new Opened(writer, pool, OldRows.of(writer, settings, clock), meta),
          checkpointer,
          new Visits(writer, pool, ticker),
          new Capacity(writer, faults, settings.shardBytes(), meta.entries()),
          durability);
    } catch (SQLException e) {
      throw faults.of(e);
    }
  }

  @Override
  public long nextExpiry() {
    return nextExpiry;
  }

  /** Called by a unit of work that has looked and found that nothing has expired. */
  void setNextExpiry(long next) {
    nextExpiry = next;
  }

  @Override
  public List<Operation.OnIndex> unfinishedIndexes() {
    return unfinishedIndexes;
  }

  @Override
  public long revision() {
    return revision;
  }

  @Override
  public long created() {
    return created;
  }

  @Override
  public void setDurability(Durability wanted) {
    try {
      writer.once("pragma synchronous=" + wanted.word());
      ConnectionSetup.verifyDurability(writer.number("pragma synchronous"), wanted);
      durability = wanted;
    } catch (SQLException e) {
      throw faults.of(e);
    }
  }

  @Override
  public void setQuotas(Quotas quotas) {
    try {
      capacity.set(quotas);
    } catch (SQLException e) {
      throw faults.of(e);
    }
  }

  /** What it may hold; the writer's turn. */
  Capacity capacity() {
    return capacity;
  }

  /** The answers that it keeps; the writer's turn. */
  AnswerTable answers() {
    return oldRows.answers();
  }

  @Override
  public @Nullable ShardReader tryReader() {
    return pool.tryBorrow();
  }

  @Override
  public ShardReader reader() {
    return pool.borrow();
  }

  @Override
  public ShardReader keptReader() {
    return pool.borrowBeside();
  }

  @Override
  public UnitOfWork begin() {
    try {
      writer.use();
      writer.execute("begin immediate");
      return new SqliteUnitOfWork(this, writer, namespaces, faults);
    } catch (SQLException e) {
      // A rollback that failed before would keep every later transaction from beginning.
      writer.rollBackAfterFailure();
      namespaces.forget();
      throw faults.of(e);
    }
  }

  /** How many times its connections, those lent apart, have prepared a statement. */
  long prepared() {
    return writer.prepared() + pool.prepared();
  }

  /**
   * Called by the unit of work once its commit has returned.
   *
   * @param entries how many the shard has now
   * @param next when the first of them expires, or earlier
   * @param bytes of the values and metadata that it wrote
   * @param changes that it added to the feed
   */
  void committed(long committedRevision, long entries, long next, long bytes, int changes) {
    oldRows.feed().committed(changes);
    revision = committedRevision;
    nextExpiry = next;
    capacity.committed(entries);
    checkpointer.committed(bytes);
  }

  @Override
  public boolean commitWaitsForDisk() {
    return durability == Durability.FULL;
  }

  @Override
  public boolean maintenanceIsDue() {
    try {
      return visits.areDue() || oldRows.areDue() || checkpointer.isDue();
    } catch (SQLException toBeMetAgain) {
      return true;
    }
  }

  @Override
  public boolean wantsVisits() {
    return visits.areWanted() || oldRows.wantLook();
  }

  @Override
  public void maintain() {
    try {
      visits.payIfDue();
      oldRows.pruneIfDue();
      checkpointer.runIfDue();
    } catch (SQLException e) {
      StorageFault fault = faults.of(e);
      if (fault.damaged()) {
        throw fault;
      }
      LOG.warnf(e, "Housekeeping of shard %s comes again: %s", id, fault.detail());
    }
  }

  @Override
  public ReplicatedFile file() {
    return file;
  }

  @Override
  public StoreSizes sizes() {
    return new StoreSizes(path.file().toFile().length(), checkpointer.walBytes());
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (Unwinding all = new Unwinding()) {
      all.add(writers);
      all.add(readers);
      all.add(writer);
      all.add(checkpointer::runAtLast);
      all.add(pool);
    } catch (SQLException e) {
      // The log stays beside the file, and the next open takes it up: nothing is lost.
      LOG.warnf(e, "Shard %s was closed with a failure; its log may be left", id);
    }
  }
}
