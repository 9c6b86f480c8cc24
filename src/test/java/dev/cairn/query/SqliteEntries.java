package dev.cairn.query;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Key;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries in a database of its own in memory, asked through compiled queries. */
final class SqliteEntries implements AutoCloseable {

  private static final long NAMESPACE = 3;
  private static final long NEIGHBOUR = 4;

  /** Nothing here expires. */
  private static final long NOW = 0;

  private final Connection connection;

  SqliteEntries() throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "create table entries(id integer primary key, namespace integer not null, key blob not"
              + " null, version integer not null, created integer not null, updated integer not"
              + " null, metadata text, value text not null, expires integer, unique(namespace, key))");
      statement.execute(
          "create index expiring on entries(expires, namespace) where expires is not null");
      statement.execute(
          "create table index_rows(idx integer not null, rank integer not null, value not null,"
              + " key blob not null, entry integer not null, primary key(idx, rank, value, key))"
              + " without rowid");
    }
  }

  /** Makes {@code entries} the whole content; a neighbouring namespace gets them too. */
  void fill(List<Entry> entries) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("begin");
      statement.execute("delete from entries");
      for (long namespace : new long[] {NEIGHBOUR, NAMESPACE}) {
        insert(namespace, entries);
      }
      statement.execute("commit");
    }
  }

  private void insert(long namespace, List<Entry> entries) throws SQLException {
    String sql =
        "insert into entries(namespace, key, version, created, updated, metadata, value)"
            + " values(?, ?, ?, ?, ?, cast(? as text), cast(? as text))";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (Entry entry : entries) {
        insert.setLong(1, namespace);
        insert.setBytes(2, entry.key().utf8());
        insert.setLong(3, entry.version());
        insert.setLong(4, entry.created());
        insert.setLong(5, entry.updated());
        insert.setBytes(6, bytes(entry.metadata()));
        insert.setBytes(7, bytes(entry.value()));
        insert.executeUpdate();
      }
    }
  }

  /** Makes the rows of an index of each of the fields, and of no others. */
  List<QueryIndex> index(List<String> fields) throws SQLException {
    List<QueryIndex> indexes = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute("delete from index_rows");
      for (String text : fields) {
        Field field = IndexRows.field(text);
        indexes.add(new QueryIndex(indexes.size() + 7, "by " + text, field));
        statement.execute(
            "insert into index_rows select %d, %s, %s, e.key, e.id from entries e where namespace=%d"
                .formatted(
                    indexes.getLast().id(),
                    IndexRows.rank(field, "e"),
                    IndexRows.value(field, "e"),
                    NAMESPACE));
      }
    }
    return indexes;
  }

  QueryPage page(Query query) throws SQLException {
    return page(query, SqlCompiler.compile(query));
  }

  /** The page by a statement that is of the query. */
  QueryPage page(Query query, CompiledQuery compiled) throws SQLException {
    RowPage page = new RowPage(query);
    try (PreparedStatement statement = bound(compiled);
        ResultSet rows = statement.executeQuery()) {
      boolean wanted = true;
      while (wanted && rows.next()) {
        List<@Nullable Object> sortColumns = new ArrayList<>();
        for (int i = 0; i < compiled.sortColumns(); i++) {
          sortColumns.add(rows.getObject(CompiledQuery.FIRST_SORT_COLUMN + i));
        }
        Entry row = entry(rows);
        wanted = page.take(compiled.isSorted() ? whole(row.key(), query) : row, sortColumns);
      }
    }
    return page.page();
  }

  /** Value and metadata by key, as a driver gets them for a sorted query. */
  private Entry whole(Key key, Query query) throws SQLException {
    String sql =
        "select key, version, created, updated, %s, %s from entries where namespace=? and key=?"
            .formatted(
                query.withValue() ? "value" : "null", query.withMetadata() ? "metadata" : "null");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, NAMESPACE);
      statement.setBytes(2, key.utf8());
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return entry(rows);
      }
    }
  }

  long count(@Nullable Filter filter) throws SQLException {
    return number(SqlCompiler.compileCount(filter));
  }

  /** The one number that a statement answers. */
  long number(CompiledQuery compiled) throws SQLException {
    try (PreparedStatement statement = bound(compiled);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** The groups by a statement that is of the aggregation. */
  Groups groups(Aggregation asked, CompiledQuery compiled) throws SQLException {
    Groups groups = new Groups(asked);
    @Nullable Object[] columns = new @Nullable Object[asked.columns()];
    try (PreparedStatement statement = bound(compiled);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        for (int i = 0; i < columns.length; i++) {
          columns[i] = rows.getObject(i + 1);
        }
        if (groups.isCount()) {
          groups.take(rows.getLong(1));
        } else {
          groups.take(columns);
        }
      }
    }
    return groups;
  }

  /** How SQLite would go about the query. */
  String plan(Query query) throws SQLException {
    return plan(SqlCompiler.compile(query));
  }

  /** How SQLite would go about the statement. */
  String plan(CompiledQuery compiled) throws SQLException {
    StringBuilder plan = new StringBuilder();
    String sql = "explain query plan " + compiled.sql();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        plan.append(rows.getString("detail")).append('\n');
      }
    }
    return plan.toString();
  }

  /** The number that SQLite reads {@code written} as. */
  Object number(String written) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("select json_extract(?, '$')")) {
      statement.setString(1, written);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        Object number = rows.getObject(1);
        return number instanceof Integer integer ? (Object) integer.longValue() : number;
      }
    }
  }

  private PreparedStatement bound(CompiledQuery compiled) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(compiled.sql());
    statement.setLong(1, NAMESPACE);
    statement.setLong(2, NOW);
    for (int i = 0; i < compiled.binds().size(); i++) {
      switch (compiled.binds().get(i)) {
        case byte[] bytes -> statement.setBytes(i + CompiledQuery.FIRST_BIND, bytes);
        case Object other -> statement.setObject(i + CompiledQuery.FIRST_BIND, other);
      }
    }
    return statement;
  }

  private static Entry entry(ResultSet rows) throws SQLException {
    return new Entry(
        Key.ofStored(rows.getBytes(1)),
        rows.getLong(2),
        rows.getLong(3),
        rows.getLong(4),
        text(rows.getBytes(5)),
        text(rows.getBytes(6)));
  }

  private static @Nullable JsonText text(byte @Nullable [] utf8) {
    return utf8 == null ? null : JsonText.ofChecked(utf8);
  }

  private static byte @Nullable [] bytes(@Nullable JsonText text) {
    return text == null ? null : text.utf8();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
