package dev.cairn.sqlite;

import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.storage.DeclaredIndex;
import dev.cairn.storage.FieldIndex;
import dev.cairn.storage.IndexDefinition;
import dev.cairn.storage.IndexWork;
import dev.cairn.storage.SearchIndex;
import dev.cairn.storage.UniqueViolation;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The declared indexes in the writer's transaction. Their rows are in one table, which triggers
 * keep in step with the entries; entries that were there before are taken in step by step, in the
 * order of their keys. One thread.
 */
final class SqliteIndexes implements IndexWork {

  /** Most entries that one step takes in, or rows that one clears away. */
  static final int STEP_ENTRIES = 200;

  /** Bytes of values and metadata after which a step takes no further entry in. */
  static final long STEP_BYTES = 1024 * 1024;

  private static final Pattern REFUSAL =
      Pattern.compile(Pattern.quote(IndexTriggers.REFUSAL) + "(\\d+) ([0-9A-F]+)");

  private static final String INSERT =
      "insert into indexes(namespace, name, field, is_unique, state, kind)"
          + " values(?1, ?2, ?3, ?4, 'building', ?5)";
  private static final String APPEND =
      "update indexes set field=json_insert(field, '$[#]', ?3) where namespace=?1 and name=?2";

  /** Has all be filled from their beginning, once their rows are gone. */
  static final String BUILD_ANEW =
      "update indexes set state='building', filled=null, twin=null, other=null";

  private static final String NAME = "select name from indexes where id=?1";
  private static final String LOOSEN = "update indexes set namespace=null where id=?1";
  private static final String ADVANCE = "update indexes set state=?2, filled=?3 where id=?1";
  private static final String FAIL =
      "update indexes set state='failed', twin=?2, other=?3 where id=?1";
  private static final String NEXT =
      "select key, octet_length(value)+ifnull(octet_length(metadata), 0) from entries"
          + " where namespace=?1 and key>?2 order by key limit "
          + STEP_ENTRIES;
  private static final String LOOSE = "select id from indexes where namespace is null limit 1";
  private static final String SWEEP =
      "delete from index_rows where (idx, rank, value, key) in"
          + " (select idx, rank, value, key from index_rows where idx=?1 limit "
          + STEP_ENTRIES
          + ")";
  private static final String DELETE = "delete from indexes where id=?1";

  private final KeptConnection connection;
  private final WriterNamespaces namespaces;
  private final Guard guard;

  /** Runs steps of the unit of work; what SQLite refuses comes out as a fault. */
  interface Guard {

    /** Runs them. */
    <T extends @Nullable Object> T run(Steps<T> steps);
  }

  SqliteIndexes(KeptConnection connection, WriterNamespaces namespaces, Guard guard) {
    this.connection = connection;
    this.namespaces = namespaces;
    this.guard = guard;
  }

  @Override
  public List<DeclaredIndex> list(Namespace namespace) {
    return guard.run(
        () ->
            IndexReads.all(connection, namespaces.id(namespace)).stream()
                .map(IndexReads.Row::index)
                .toList());
  }

  private IndexReads.Row row(Namespace namespace, String name) throws SQLException {
    return IndexReads.all(connection, namespaces.id(namespace)).stream()
        .filter(row -> row.index().definition().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void run(String sql, @Nullable Object... binds) throws SQLException {
    PreparedStatement statement = connection.statement(sql);
    for (int i = 0; i < binds.length; i++) {
      switch (binds[i]) {
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        case Long number -> statement.setLong(i + 1, number);
        case null, default -> statement.setObject(i + 1, binds[i]);
      }
    }
    statement.executeUpdate();
  }

  @Override
  public void declare(Namespace namespace, IndexDefinition definition) {
    guard.run(
        () -> {
          long id = namespaces.id(namespace);
          String name = definition.name();
          switch (definition) {
            case FieldIndex(var _, String field, boolean unique) ->
                run(INSERT, id, name, field, unique ? 1L : 0L, "field");
            case SearchIndex(var _, List<String> fields) -> {
              run(INSERT, id, name, "[]", 0L, IndexReads.SEARCH);
              for (String field : fields) {
                run(APPEND, id, name, field);
              }
            }
          }
          for (String statement : row(namespace, name).tables().create()) {
            connection.once(statement);
          }
          return true;
        });
  }

  @Override
  public void drop(Namespace namespace, String name) {
    guard.run(
        () -> {
          drop(row(namespace, name));
          return true;
        });
  }

  private void drop(IndexReads.Row row) throws SQLException {
    for (String statement : row.tables().drop()) {
      connection.once(statement);
    }
    run(LOOSEN, row.id());
  }

  /** Drops those of a namespace that is about to be removed. */
  void dropAll(Namespace namespace) throws SQLException {
    for (IndexReads.Row row : IndexReads.all(connection, namespaces.id(namespace))) {
      drop(row);
    }
  }

  @Override
  public DeclaredIndex fill(Namespace namespace, String name) {
    return guard.run(
        () -> {
          IndexReads.Row row = row(namespace, name);
          byte[] end = endOfStep(row);
          if (end == null) {
            run(ADVANCE, row.id(), "ready", null);
          } else {
            fill(row, end);
          }
          return row(namespace, name).index();
        });
  }

  /** The last key of the next step, or null if nothing is left to take in. */
  private byte @Nullable [] endOfStep(IndexReads.Row row) throws SQLException {
    PreparedStatement statement = connection.statement(NEXT);
    statement.setLong(1, row.namespace());
    statement.setBytes(2, row.filled());
    byte[] end = null;
    try (ResultSet rows = statement.executeQuery()) {
      for (long bytes = 0; bytes < STEP_BYTES && rows.next(); bytes += rows.getLong(2)) {
        end = rows.getBytes(1);
      }
    }
    return end;
  }

  private void fill(IndexReads.Row row, byte[] end) throws SQLException {
    IndexTables tables = row.tables();
    bound(tables.fill(), row, end).executeUpdate();
    if (tables instanceof IndexTriggers of && of.unique()) {
      try (ResultSet twins = bound(of.twins(), row, end).executeQuery()) {
        if (twins.next()) {
          run(FAIL, row.id(), twins.getBytes(1), twins.getBytes(2));
        }
      }
      if (isFailed(row)) {
        for (String trigger : of.drop()) {
          connection.once(trigger);
        }
        return;
      }
    }
    run(ADVANCE, row.id(), "building", end);
  }

  private boolean isFailed(IndexReads.Row row) throws SQLException {
    return IndexReads.all(connection, row.namespace()).stream()
        .anyMatch(one -> one.id() == row.id() && one.index().state() == DeclaredIndex.State.FAILED);
  }

  private PreparedStatement bound(String sql, IndexReads.Row row, byte[] end) throws SQLException {
    PreparedStatement statement = connection.compiled(sql);
    statement.setLong(1, row.namespace());
    statement.setBytes(2, row.filled());
    statement.setBytes(3, end);
    return statement;
  }

  @Override
  public boolean sweep() {
    return guard.run(
        () -> {
          long id;
          try (ResultSet rows = connection.statement(LOOSE).executeQuery()) {
            if (!rows.next()) {
              return false;
            }
            id = rows.getLong(1);
          }
          PreparedStatement statement = connection.statement(SWEEP);
          statement.setLong(1, id);
          if (statement.executeUpdate() == 0) {
            run(DELETE, id);
          }
          return true;
        });
  }

  /**
   * Runs steps that write an entry.
   *
   * @throws UniqueViolation if a unique index refuses them; nothing of the statement that met it
   *     was kept
   */
  static <T extends @Nullable Object> T refusing(
      KeptConnection connection, Namespace namespace, Steps<T> steps) throws SQLException {
    try {
      return steps.run();
    } catch (SQLException e) {
      connection.forgetStatements();
      UniqueViolation refusal = refusal(connection, namespace, e);
      if (refusal == null) {
        throw e;
      }
      throw refusal;
    }
  }

  private static @Nullable UniqueViolation refusal(
      KeptConnection connection, Namespace namespace, SQLException e) throws SQLException {
    String message = e.getMessage();
    Matcher matcher = message == null ? null : REFUSAL.matcher(message);
    if (matcher == null || !matcher.find()) {
      return null;
    }
    PreparedStatement statement = connection.statement(NAME);
    statement.setLong(1, Long.parseLong(matcher.group(1)));
    try (ResultSet rows = statement.executeQuery()) {
      rows.next();
      Key other = Key.ofStored(HexFormat.of().parseHex(matcher.group(2).toLowerCase(Locale.ROOT)));
      return new UniqueViolation(namespace, rows.getString(1), other);
    }
  }
}
