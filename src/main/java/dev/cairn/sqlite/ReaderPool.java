package dev.cairn.sqlite;

import dev.cairn.ErrorCode;
import dev.cairn.storage.StorageFault;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The read-only connections of an open shard: made when first needed and kept while they are used.
 * One that was not for a while is closed by a visit, the last of them only put to rest. Any thread;
 * no lock is held while SQLite works.
 *
 * <p>Reads that may wait, such as lists and queries, have at most so many at a time. An event loop,
 * which reads briefly and can't wait, takes any that is idle, so that long reads never send the
 * short ones to other threads; so there may be one more for each event loop.
 */
final class ReaderPool implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(ReaderPool.class);

  private final ConnectionSource source;
  private final Faults faults;
  private final NamespaceIds ids;
  private final Clock clock;
  private final int waitMillis;
  private final Semaphore places;

  private final ConcurrentLinkedDeque<KeptConnection> idle = new ConcurrentLinkedDeque<>();

  /** Opens the first reader, so that an event loop finds one. */
  ReaderPool(
      ConnectionSource source,
      Faults faults,
      NamespaceIds ids,
      SqliteSettings settings,
      Clock clock)
      throws SQLException {
    this.source = source;
    this.faults = faults;
    this.ids = ids;
    this.clock = clock;
    this.waitMillis = settings.readerWaitMillis();
    this.places = new Semaphore(settings.readers());
    idle.push(connected());
  }

  /** A reader that needs neither waiting nor a new connection, or null. */
  @Nullable SqliteReader tryBorrow() {
    KeptConnection free = idle.poll();
    return free == null ? null : lend(free, this::keep);
  }

  /** A reader, waited for. */
  SqliteReader borrow() {
    awaitPlace();
    KeptConnection free = idle.poll();
    return lend(free != null ? free : connect(), this::keepAndFreePlace);
  }

  /** A reader beside those that have places, for one who will keep it. Does not wait for others. */
  SqliteReader borrowBeside() {
    KeptConnection free = idle.poll();
    try {
      return lend(free != null ? free : connected(), this::keepIfAPlaceLacksOne);
    } catch (SQLException e) {
      throw faults.of(e);
    }
  }

  private void awaitPlace() {
    try {
      if (places.tryAcquire(waitMillis, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StorageFault.of(ErrorCode.SHARD_BUSY, "The wait for a reader was interrupted.", e);
    }
    throw StorageFault.of(
        ErrorCode.SHARD_BUSY,
        "Every reader of the shard was busy for " + waitMillis + " ms; send the request again.",
        null);
  }

  private KeptConnection connect() {
    boolean connected = false;
    try {
      KeptConnection made = connected();
      connected = true;
      return made;
    } catch (SQLException e) {
      throw faults.of(e);
    } finally {
      if (!connected) {
        places.release();
      }
    }
  }

  private KeptConnection connected() throws SQLException {
    KeptConnection made = source.connect();
    made.keepToBudget();
    return made;
  }

  private SqliteReader lend(KeptConnection connection, Consumer<KeptConnection> giveBack) {
    boolean ready = false;
    try {
      connection.use();
      ready = true;
      return new SqliteReader(connection, ids, faults, clock, giveBack);
    } catch (SQLException e) {
      throw faults.of(e);
    } finally {
      if (!ready) {
        giveBack.accept(connection);
      }
    }
  }

  /** Makes a connection idle. */
  void keep(KeptConnection connection) {
    idle.push(connection);
  }

  /** Those beside the places are not to become more than there are places. */
  private void keepIfAPlaceLacksOne(KeptConnection connection) {
    if (idle.size() < places.availablePermits()) {
      keep(connection);
      return;
    }
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debugf(e, "A reader that is not needed any more did not close");
    }
  }

  private void keepAndFreePlace(KeptConnection connection) {
    keep(connection);
    places.release();
  }

  /** Whether a visit may find something to do, now or later. */
  boolean wantsVisits() {
    for (KeptConnection next : idle) {
      if (next.share().isAwake()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Has idle readers take up their shares of the cache if these have changed, and parts with those
   * that were not used for long. While it has one in hand no event loop can take that. One visit at
   * a time.
   *
   * @param now by the ticker
   */
  void visit(long now) throws SQLException {
    for (KeptConnection next : idle.toArray(KeptConnection[]::new)) {
      if (next.share().wantsVisit(now) && idle.remove(next)) {
        visit(next, now);
      }
    }
  }

  private void visit(KeptConnection reader, long now) throws SQLException {
    if (reader.share().unusedForLong(now) && !idle.isEmpty()) {
      reader.close();
      return;
    }
    try {
      reader.share().visit(now);
    } finally {
      idle.addLast(reader);
    }
  }

  /** How many times the idle readers have prepared a statement. */
  long prepared() {
    return idle.stream().mapToLong(KeptConnection::prepared).sum();
  }

  /** Closes every reader, also if one of them fails; none is lent. */
  @Override
  public void close() throws SQLException {
    try (Unwinding readers = new Unwinding()) {
      for (KeptConnection next = idle.poll(); next != null; next = idle.poll()) {
        readers.add(next);
      }
    }
  }
}
