package dev.cairn.sqlite;

import dev.cairn.Entry;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.storage.Change;
import dev.cairn.storage.ChangeHorizon;
import dev.cairn.storage.ChangePage;
import dev.cairn.storage.ChangePages;
import dev.cairn.storage.ChangePosition;
import dev.cairn.storage.ChangeRequest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads pages of a shard's feed, each within a transaction. One thread for each connection. */
final class FeedPages {

  private static final String META = "select horizon, revision from meta";

  /** The oldest change and what follows the newest. */
  private static final String ENDS =
      "select coalesce((select min(number) from changes), 0),"
          + " coalesce((select max(number) from changes), -1) + 1";

  private static final String REVISION = "select revision from changes where number=?1";

  private static final String FROM =
      "select revision, at, kind, namespace, key from changes where number>=?1 order by number";

  /** The id of a namespace that is not there. */
  private static final long NO_NAMESPACE = 0;

  private FeedPages() {}

  /**
   * The page that is asked for.
   *
   * @param now the time, in milliseconds since 1970 UTC: entries that have expired are not shown
   */
  static ChangePage page(KeptConnection connection, ChangeRequest request, long now)
      throws SQLException {
    ChangeHorizon horizon;
    try (ResultSet row = connection.statement(META).executeQuery()) {
      row.next();
      horizon = new ChangeHorizon(row.getLong(1), row.getLong(2));
    }
    ChangePosition from = horizon.from(request.since());
    ChangePages pages = new ChangePages(request, from);
    Map<Namespace, Long> known = new HashMap<>(Map.of(Namespace.DEFAULT, NamespaceIds.DEFAULT));
    PreparedStatement statement = connection.statement(FROM);
    statement.setLong(1, behind(connection, from));
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()
          && pages.take(
              change(rows), put -> unexpired(entry(connection, known, request, put), now))) {
        // The page says when it is full.
      }
    }
    return pages.page(horizon.revision());
  }

  private static Change change(ResultSet row) throws SQLException {
    byte[] key = row.getBytes(5);
    return new Change(
        row.getLong(1),
        0,
        Change.Kind.of(row.getLong(3)),
        new Namespace(row.getString(4)),
        key == null ? null : Key.ofStored(key),
        row.getLong(2),
        null);
  }

  private static @Nullable Entry unexpired(@Nullable Entry entry, long now) {
    return entry == null || entry.hasExpired(now) ? null : entry;
  }

  private static @Nullable Entry entry(
      KeptConnection connection, Map<Namespace, Long> known, ChangeRequest request, Change put)
      throws SQLException {
    Key key = put.key();
    if (key == null) {
      return null;
    }
    Long namespace = known.get(put.namespace());
    if (namespace == null) {
      namespace = id(connection, put.namespace());
      known.put(put.namespace(), namespace);
    }
    return connection.pointGet(request.parts()).run(namespace, key);
  }

  /** Of this state: a namespace of that name may have been deleted and made again. */
  private static long id(KeptConnection connection, Namespace namespace) throws SQLException {
    PreparedStatement statement = connection.statement(EntrySql.NAMESPACE);
    statement.setString(1, namespace.value());
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? rows.getLong(1) : NO_NAMESPACE;
    }
  }

  /** The number of the first change behind a place: revisions never fall as numbers rise. */
  private static long behind(KeptConnection connection, ChangePosition place) throws SQLException {
    long low;
    long high;
    try (ResultSet row = connection.statement(ENDS).executeQuery()) {
      row.next();
      low = row.getLong(1);
      high = row.getLong(2);
    }
    PreparedStatement revision = connection.statement(REVISION);
    while (low < high) {
      long middle = (low + high) >>> 1;
      revision.setLong(1, middle);
      try (ResultSet row = revision.executeQuery()) {
        if (row.next() && row.getLong(1) > place.whole()) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
    }
    return low + place.passed();
  }
}
