package dev.cairn.sqlite;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.query.Aggregation;
import dev.cairn.query.Filter;
import dev.cairn.query.Groups;
import dev.cairn.query.PageRoom;
import dev.cairn.query.Query;
import dev.cairn.query.QueryPage;
import dev.cairn.query.QueryPlan;
import dev.cairn.search.Search;
import dev.cairn.search.SearchPage;
import dev.cairn.storage.ChangePage;
import dev.cairn.storage.ChangeRequest;
import dev.cairn.storage.EntryPage;
import dev.cairn.storage.ExportVisitor;
import dev.cairn.storage.IndexInfo;
import dev.cairn.storage.ListRequest;
import dev.cairn.storage.NamespaceInfo;
import dev.cairn.storage.Operation;
import dev.cairn.storage.Parts;
import dev.cairn.storage.ShardReader;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A reader on loan: a read-only connection and what is known of namespaces. One thread. */
final class SqliteReader implements ShardReader {

  private static final String TOTALS =
      "select (select count(*) from namespaces), entries from meta";

  private final KeptConnection connection;
  private final NamespaceIds ids;
  private final ReadTransaction transaction;
  private final Clock clock;
  private final Consumer<KeptConnection> giveBack;
  private boolean returned;

  /**
   * A reader for one borrower.
   *
   * @param clock tells what has expired when a read begins
   * @param giveBack takes the connection when it is closed
   */
  SqliteReader(
      KeptConnection connection,
      NamespaceIds ids,
      Faults faults,
      Clock clock,
      Consumer<KeptConnection> giveBack) {
    this.connection = connection;
    this.ids = ids;
    this.transaction = new ReadTransaction(connection, faults);
    this.clock = clock;
    this.giveBack = giveBack;
  }

  /** A read in the namespace of an id. */
  private interface NamespaceRead<T extends @Nullable Object> {
    T run(long id) throws SQLException;
  }

  /**
   * Reads by the id that is remembered. Only an answer that found nothing needs proof that the
   * namespace exists and still has that id.
   */
  private <T extends @Nullable Object> T in(
      Namespace namespace, NamespaceRead<T> read, Predicate<T> foundNothing) {
    return transaction.guarded(
        () -> {
          Long known = ids.get(namespace);
          long id = known != null ? known : lookUp(namespace);
          while (true) {
            T answer = read.run(id);
            if (id == NamespaceIds.DEFAULT || !foundNothing.test(answer)) {
              return answer;
            }
            long now = lookUp(namespace);
            if (now == id) {
              return answer;
            }
            id = now;
          }
        });
  }

  private long lookUp(Namespace namespace) throws SQLException {
    PreparedStatement statement = connection.statement(EntrySql.NAMESPACE);
    statement.setString(1, namespace.value());
    try (ResultSet rows = statement.executeQuery()) {
      if (rows.next()) {
        long id = rows.getLong(1);
        ids.put(namespace, id);
        return id;
      }
    }
    ids.forget(namespace);
    throw new CairnException(
        ErrorCode.NAMESPACE_NOT_FOUND, "The shard has no namespace '" + namespace + "'.");
  }

  @Override
  public @Nullable Entry get(Namespace namespace, Key key, Parts parts) {
    return in(
        namespace,
        id -> unexpired(connection.pointGet(parts).run(id, key)),
        entry -> entry == null);
  }

  /** Most entries never expire, and then nobody asks for the time. */
  private @Nullable Entry unexpired(@Nullable Entry entry) {
    return entry == null || entry.expires() == Entry.NEVER || !entry.hasExpired(clock.millis())
        ? entry
        : null;
  }

  @Override
  public List<@Nullable Entry> getAll(List<Operation.Get> gets, int bytes) {
    return transaction.inOneState(
        () -> {
          List<@Nullable Entry> found = new ArrayList<>(gets.size());
          PageRoom room = new PageRoom(gets.size(), bytes);
          for (Operation.Get get : gets) {
            Entry entry = getOrNull(get);
            if (entry != null && !room.take(entry)) {
              break;
            }
            found.add(entry);
          }
          return found;
        });
  }

  private @Nullable Entry getOrNull(Operation.Get get) {
    try {
      return get(get.namespace(), get.key(), get.parts());
    } catch (CairnException e) {
      if (e.code() == ErrorCode.NAMESPACE_NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  @Override
  public void allow(long nanos) {
    connection.budget().allow(nanos);
  }

  @Override
  public void hold() {
    transaction.hold();
  }

  @Override
  public void letGo() {
    transaction.letGo();
  }

  @Override
  public EntryPage list(Namespace namespace, ListRequest request, Parts parts) {
    KeyRange range = KeyRange.of(request);
    return in(
        namespace,
        id -> EntryPages.page(connection, id, range, clock.millis(), request, parts),
        page -> page.entries().isEmpty());
  }

  @Override
  public QueryPage query(Namespace namespace, Query query) {
    Steps<QueryPage> read =
        () ->
            in(
                namespace,
                id -> CompiledQueries.query(connection, id, clock.millis(), query),
                page -> page.entries().isEmpty());
    // What an index finds must be of the state in which there was the index.
    return query.filter() == null && query.sort().isEmpty()
        ? transaction.guarded(read)
        : transaction.inOneState(read);
  }

  @Override
  public QueryPlan explain(Namespace namespace, Query query) {
    return transaction.inOneState(() -> CompiledQueries.plan(connection, lookUp(namespace), query));
  }

  @Override
  public SearchPage search(Namespace namespace, Search search) {
    return transaction.inOneState(
        () -> SearchReads.page(connection, namespace, lookUp(namespace), clock.millis(), search));
  }

  @Override
  public List<IndexInfo> indexes(Namespace namespace) {
    return transaction.inOneState(() -> IndexReads.infos(connection, lookUp(namespace)));
  }

  @Override
  public long count(Namespace namespace, @Nullable Filter filter) {
    Steps<Long> read =
        () ->
            in(
                namespace,
                id -> CompiledQueries.count(connection, id, clock.millis(), filter),
                count -> count == 0);
    return filter == null ? transaction.guarded(read) : transaction.inOneState(read);
  }

  @Override
  public Groups aggregate(Namespace namespace, Aggregation asked) {
    return transaction.inOneState(
        () -> in(namespace, id -> AggregateRows.of(connection, id, clock, asked), Groups::isEmpty));
  }

  @Override
  public @Nullable NamespaceInfo namespace(Namespace namespace) {
    return transaction.guarded(
        () -> {
          PreparedStatement statement = connection.statement(EntrySql.NAMESPACE);
          statement.setString(1, namespace.value());
          try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? EntrySql.namespace(rows) : null;
          }
        });
  }

  @Override
  public List<NamespaceInfo> namespaces(String prefix, @Nullable Namespace after, int limit) {
    return transaction.guarded(
        () -> EntrySql.namespaces(connection, prefix, after == null ? "" : after.value(), limit));
  }

  @Override
  public Totals totals() {
    return transaction.guarded(
        () -> {
          try (ResultSet rows = connection.statement(TOTALS).executeQuery()) {
            rows.next();
            return new Totals(rows.getLong(1), rows.getLong(2));
          }
        });
  }

  @Override
  public ChangePage changes(ChangeRequest request) {
    return transaction.inOneState(() -> FeedPages.page(connection, request, clock.millis()));
  }

  @Override
  public void export(ExportVisitor visitor) {
    transaction.inOneState(
        () -> {
          WholeExport.run(connection, clock, visitor);
          return true;
        });
  }

  @Override
  public void close() {
    if (!returned) {
      returned = true;
      try {
        transaction.letGo();
      } finally {
        connection.budget().allow(0);
        giveBack.accept(connection);
      }
    }
  }
}
