package dev.cairn.sqlite;

import dev.cairn.JsonText;
import dev.cairn.Namespace;
import dev.cairn.storage.NamespaceInfo;
import dev.cairn.storage.UnitOfWork.Stamp;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces as the writer's transaction sees them, remembered from one to the next: nobody
 * else writes to the file. One thread at a time.
 */
final class WriterNamespaces {

  private static final String INSERT =
      "insert into namespaces(name, version, created, updated, metadata)"
          + " values(?1, ?2, ?3, ?3, cast(?4 as text))";
  private static final String UPDATE =
      "update namespaces set version=?2, updated=max(created, ?3), metadata=cast(?4 as text) where name=?1";
  private static final String DELETE = "delete from namespaces where name=?1";

  private final KeptConnection connection;
  private final Map<Namespace, Row> known = new HashMap<>();

  WriterNamespaces(KeptConnection connection) {
    this.connection = connection;
  }

  /** A namespace with the id that its entries carry. */
  record Row(long id, NamespaceInfo info) {}

  /** The namespace, or null if there is none. */
  @Nullable Row find(Namespace namespace) throws SQLException {
    Row row = known.get(namespace);
    if (row != null) {
      return row;
    }
    PreparedStatement statement = connection.statement(EntrySql.NAMESPACE);
    statement.setString(1, namespace.value());
    try (ResultSet rows = statement.executeQuery()) {
      if (!rows.next()) {
        return null;
      }
      row = new Row(rows.getLong(1), EntrySql.namespace(rows));
    }
    if (known.size() >= NamespaceIds.MOST) {
      known.clear();
    }
    known.put(namespace, row);
    return row;
  }

  /** The id of a namespace that the caller knows to exist. */
  long id(Namespace namespace) throws SQLException {
    Row row = find(namespace);
    if (row == null) {
      throw new IllegalArgumentException("There is no namespace " + namespace);
    }
    return row.id();
  }

  void insert(Namespace namespace, @Nullable JsonText metadata, Stamp stamp) throws SQLException {
    write(INSERT, namespace, metadata, stamp);
  }

  void update(Namespace namespace, @Nullable JsonText metadata, Stamp stamp) throws SQLException {
    known.remove(namespace);
    write(UPDATE, namespace, metadata, stamp);
  }

  private void write(String sql, Namespace namespace, @Nullable JsonText metadata, Stamp stamp)
      throws SQLException {
    PreparedStatement statement = connection.statement(sql);
    statement.setString(1, namespace.value());
    statement.setLong(2, stamp.revision());
    statement.setLong(3, stamp.now());
    statement.setBytes(4, metadata == null ? null : metadata.utf8());
    statement.executeUpdate();
  }

  void delete(Namespace namespace) throws SQLException {
    known.remove(namespace);
    PreparedStatement statement = connection.statement(DELETE);
    statement.setString(1, namespace.value());
    statement.executeUpdate();
  }

  /** Forgets what was seen, since it may have been undone. */
  void forget() {
    known.clear();
  }
}
