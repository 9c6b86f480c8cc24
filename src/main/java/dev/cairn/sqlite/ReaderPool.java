package dev.cairn.sqlite;

import dev.cairn.ErrorCode;
import dev.cairn.storage.StorageFault;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The read-only connections of an open shard: made when first needed, at most so many, kept until
 * the shard is closed. Any thread; no lock is held while SQLite works.
 */
final class ReaderPool implements AutoCloseable {

  private final ConnectionSource source;
  private final Faults faults;
  private final NamespaceIds ids;
  private final int waitMillis;
  private final Semaphore places;
  private final ConcurrentLinkedDeque<KeptConnection> idle = new ConcurrentLinkedDeque<>();

  /** Opens the first reader, so that an event loop finds one. */
  ReaderPool(ConnectionSource source, Faults faults, NamespaceIds ids, SqliteSettings settings)
      throws SQLException {
    this.source = source;
    this.faults = faults;
    this.ids = ids;
    this.waitMillis = settings.readerWaitMillis();
    this.places = new Semaphore(settings.readers());
    idle.push(source.connect());
  }

  /** A reader that needs neither waiting nor a new connection, or null. */
  @Nullable SqliteReader tryBorrow() {
    if (!places.tryAcquire()) {
      return null;
    }
    KeptConnection free = idle.poll();
    if (free == null) {
      places.release();
      return null;
    }
    return lend(free);
  }

  /** A reader, waited for. */
  SqliteReader borrow() {
    awaitPlace();
    KeptConnection free = idle.poll();
    return lend(free != null ? free : connect());
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
      KeptConnection made = source.connect();
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

  private SqliteReader lend(KeptConnection connection) {
    boolean ready = false;
    try {
      connection.takeShare();
      ready = true;
      return new SqliteReader(this, connection, ids, faults);
    } catch (SQLException e) {
      throw faults.of(e);
    } finally {
      if (!ready) {
        giveBack(connection);
      }
    }
  }

  void giveBack(KeptConnection connection) {
    idle.push(connection);
    places.release();
  }

  /** Lets idle readers take up their shares of the cache. */
  void takeShares() throws SQLException {
    for (int i = idle.size(); i > 0 && places.tryAcquire(); i--) {
      KeptConnection next = idle.pollLast();
      if (next == null) {
        places.release();
        return;
      }
      try {
        next.takeShare();
      } finally {
        giveBack(next);
      }
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
