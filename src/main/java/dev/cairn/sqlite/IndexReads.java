package dev.cairn.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.json.JsonCheck;
import dev.cairn.json.JsonView;
import dev.cairn.query.IndexRows;
import dev.cairn.query.QueryIndex;
import dev.cairn.storage.DeclaredIndex;
import dev.cairn.storage.FieldIndex;
import dev.cairn.storage.IndexDefinition;
import dev.cairn.storage.IndexInfo;
import dev.cairn.storage.Operation;
import dev.cairn.storage.SearchIndex;
import dev.cairn.storage.ShardStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads what indexes a namespace has. One thread at a time for each connection. */
final class IndexReads {

  private static final String COLUMNS =
      "select id, name, field, is_unique, state, twin, other, filled, kind from indexes";
  private static final String ALL = COLUMNS + " where namespace=?1 order by name";
  private static final String READY =
      "select id, name, field from indexes where namespace=?1 and state='ready' and kind='field'"
          + " order by name";
  private static final String UNFINISHED =
      "select namespaces.name, indexes.name from indexes"
          + " left join namespaces on namespaces.id=indexes.namespace"
          + " where state='building' or namespace is null"
          + " order by namespace is null, indexes.id limit "
          + ShardStore.MOST_UNFINISHED;

  /** The kind of full-text indexes, whose fields are kept as a JSON array. */
  static final String SEARCH = "search";

  private static final byte[] NO_KEY = {};

  private IndexReads() {}

  /**
   * An index with what the driver knows of it.
   *
   * @param filled entries up to this key are in it, while it is building
   */
  @SuppressWarnings("ArrayRecordComponent") // nothing compares rows with equals
  record Row(long id, long namespace, DeclaredIndex index, byte[] filled) {

    IndexTables tables() {
      return IndexTables.of(id, namespace, index.definition());
    }
  }

  /** The indexes of the namespace, ordered by name. */
  static List<Row> all(KeptConnection connection, long namespace) throws SQLException {
    PreparedStatement statement = connection.statement(ALL);
    statement.setLong(1, namespace);
    List<Row> found = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(row(rows, namespace));
      }
    }
    return found;
  }

  private static Row row(ResultSet rows, long namespace) throws SQLException {
    byte[] twin = rows.getBytes(6);
    byte[] other = rows.getBytes(7);
    byte[] filled = rows.getBytes(8);
    DeclaredIndex index =
        new DeclaredIndex(
            definition(rows),
            DeclaredIndex.State.valueOf(rows.getString(5).toUpperCase(Locale.ROOT)),
            twin == null || other == null
                ? null
                : new DeclaredIndex.Twins(Key.ofStored(twin), Key.ofStored(other)));
    return new Row(rows.getLong(1), namespace, index, filled == null ? NO_KEY : filled);
  }

  private static IndexDefinition definition(ResultSet rows) throws SQLException {
    String name = rows.getString(2);
    String field = rows.getString(3);
    return rows.getString(9).equals(SEARCH)
        ? new SearchIndex(name, strings(field))
        : new FieldIndex(name, field, rows.getInt(4) != 0);
  }

  /**
   * The strings of a JSON array.
   *
   * @throws dev.cairn.storage.StorageFault if it is none
   */
  static List<String> strings(String array) {
    List<String> strings = new ArrayList<>();
    JsonView all = JsonView.of(JsonCheck.check(array.getBytes(UTF_8), JsonCheck.MAX_DEPTH));
    for (JsonView one = all.first(); one != null; one = one.next()) {
      if (one.kind() != JsonView.Kind.STRING) {
        throw Faults.damaged("The fields of an index are no strings.");
      }
      strings.add(one.string());
    }
    return strings;
  }

  /** Those that queries may use. */
  static List<QueryIndex> ready(KeptConnection connection, long namespace) throws SQLException {
    PreparedStatement statement = connection.statement(READY);
    statement.setLong(1, namespace);
    List<QueryIndex> found = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(
            new QueryIndex(rows.getLong(1), rows.getString(2), IndexRows.field(rows.getString(3))));
      }
    }
    return found;
  }

  /** See {@link ShardStore#unfinishedIndexes}. */
  static List<Operation.OnIndex> unfinished(KeptConnection connection) throws SQLException {
    Set<Operation.OnIndex> steps = new LinkedHashSet<>();
    try (ResultSet rows = connection.statement(UNFINISHED).executeQuery()) {
      while (rows.next()) {
        String namespace = rows.getString(1);
        steps.add(
            namespace == null
                ? new Operation.SweepIndexes(Namespace.DEFAULT)
                : new Operation.FillIndex(new Namespace(namespace), rows.getString(2)));
      }
    }
    return List.copyOf(steps);
  }

  /** All of them with their figures; looks at every row of each. */
  static List<IndexInfo> infos(KeptConnection connection, long namespace) throws SQLException {
    List<IndexInfo> infos = new ArrayList<>();
    for (Row row : all(connection, namespace)) {
      try (ResultSet figures = connection.compiled(row.tables().figures()).executeQuery()) {
        figures.next();
        infos.add(new IndexInfo(row.index(), figures.getLong(1), figures.getLong(2)));
      }
    }
    return infos;
  }
}
