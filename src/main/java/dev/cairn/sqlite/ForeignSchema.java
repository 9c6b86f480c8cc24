package dev.cairn.sqlite;

import dev.cairn.storage.FieldIndex;
import dev.cairn.storage.IndexDefinition;
import dev.cairn.storage.SearchIndex;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/**
 * Compares the schema of a file that anybody may have made with what this program's own migrations
 * make, text by text. Stateless.
 */
final class ForeignSchema {

  private static final String OBJECTS =
      "select type || ' ' || name || ' ' || tbl_name, sql from sqlite_schema"
          + " where name not like 'sqlite\\_%' escape '\\'";

  /** What an index is called does not tell in its tables. */
  private static final String ANY_NAME = "any";

  private ForeignSchema() {}

  /**
   * Makes sure that a file has no table, trigger, view or index that this program would not have
   * made, and has each of those.
   *
   * @param statement of a connection to it that trusts no schema
   * @param version that it says it has, one of this program's
   * @throws dev.cairn.storage.StorageFault if it has others
   */
  static void require(Statement statement, long version) throws SQLException {
    Map<String, String> found = objects(statement);
    SQLiteDataSource memory = new SQLiteDataSource();
    memory.setUrl("jdbc:sqlite::memory:");
    try (Connection connection = memory.getConnection();
        Statement model = connection.createStatement();
        KeptConnection kept =
            new KeptConnection(
                connection, connection.unwrap(SQLiteConnection.class), new CacheShares(1 << 20))) {
      Schema.SHARD.migrateTo(kept, version);
      if (version >= Schema.INDEXES_SINCE) {
        // Its table is looked at only if it is the one that this program makes.
        requireSame("table indexes indexes", found, objects(model));
        makeIndexes(statement, version, model);
      }
      Map<String, String> wanted = objects(model);
      for (String name : found.keySet()) {
        if (!wanted.containsKey(name)) {
          throw ForeignFile.refused(
              "The file has something that no shard has: " + printable(name) + ".");
        }
      }
      for (String name : wanted.keySet()) {
        requireSame(name, found, wanted);
      }
    }
  }

  private static void requireSame(
      String name, Map<String, String> found, Map<String, String> wanted) {
    if (!String.valueOf(wanted.get(name)).equals(found.get(name))) {
      throw ForeignFile.refused(
          "The file lacks something that every shard has, or has another: " + name + ".");
    }
  }

  private static String printable(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_ ]", "?");
    return plain.substring(0, Math.min(plain.length(), 100));
  }

  private static void makeIndexes(Statement statement, long version, Statement model)
      throws SQLException {
    for (IndexTables tables : indexes(statement, version)) {
      for (String making : tables.create()) {
        model.execute(making);
      }
    }
  }

  /** What belongs to the indexes that the file says it has, in a table that is as it should be. */
  static List<IndexTables> indexes(Statement statement, long version) throws SQLException {
    String kind = version >= Schema.SEARCH_SINCE ? "kind" : "'field'";
    List<IndexTables> found = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "select id, namespace, field, is_unique, "
                + kind
                + " from indexes where namespace is not null")) {
      while (rows.next()) {
        String field = String.valueOf(rows.getString(3));
        IndexDefinition definition =
            IndexReads.SEARCH.equals(rows.getString(5))
                ? new SearchIndex(ANY_NAME, IndexReads.strings(field))
                : new FieldIndex(ANY_NAME, field, rows.getLong(4) != 0);
        found.add(IndexTables.of(rows.getLong(1), rows.getLong(2), definition));
      }
    }
    return found;
  }

  private static Map<String, String> objects(Statement statement) throws SQLException {
    Map<String, String> objects = new TreeMap<>();
    try (ResultSet rows = statement.executeQuery(OBJECTS)) {
      while (rows.next()) {
        objects.put(
            String.valueOf(rows.getString(1)),
            String.valueOf(rows.getString(2)).replaceAll("\\s+", " ").toLowerCase(Locale.ROOT));
      }
    }
    return objects;
  }
}
