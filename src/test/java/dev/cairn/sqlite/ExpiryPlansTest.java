package dev.cairn.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.query.Filter;
import dev.cairn.query.Filters;
import dev.cairn.query.Query;
import dev.cairn.query.SqlCompiler;
import dev.cairn.storage.Parts;
import dev.cairn.storage.Units;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How SQLite goes about reads and writes of entries of which some expire. */
class ExpiryPlansTest {

  private static final String BY_KEY =
      "SEARCH entries USING INDEX sqlite_autoindex_entries_1 (namespace=? AND key=?)";
  private static final String EXPIRED_OF_NAMESPACE =
      "SEARCH e USING COVERING INDEX expiring (expires<?)";

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private Connection connection;

  @BeforeEach
  void makeTables() throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    try (Statement statement = connection.createStatement()) {
      for (Migration migration : Schema.SHARD.migrations()) {
        for (String sql : migration.statements()) {
          statement.execute(sql);
        }
      }
    }
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private List<String> plan(String sql) throws SQLException {
    List<String> steps = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement("explain query plan " + sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        steps.add(rows.getString("detail"));
      }
    }
    return steps;
  }

  private static Filter filter(String text) {
    return Filters.read(Units.json(text), "");
  }

  private static Query query(Filter filter) {
    return new Query(filter, List.of(), 10, 0, null, true, true);
  }

  @Test
  void entriesAreFoundByTheirKey() throws SQLException {
    assertThat(plan(PointGet.sql(Parts.BOTH))).containsExactly(BY_KEY);
    assertThat(plan(EntryWrites.OVERWRITE)).containsExactly(BY_KEY);
    assertThat(plan(EntryWrites.OVERWRITE_WITH_METADATA)).containsExactly(BY_KEY);
    assertThat(plan(EntryWrites.REWRITE)).containsExactly(BY_KEY);
    assertThat(plan(EntryWrites.EXPIRES)).containsExactly(BY_KEY);
    assertThat(plan(EntryWrites.DELETE)).containsExactly(BY_KEY);
  }

  @Test
  void aPlainPutDoesNotTouchTheIndexOfThoseThatExpire() throws SQLException {
    assertThat(program(EntryWrites.OVERWRITE)).isEqualTo(program(beforeExpiry()));
  }

  /** What the plain put was before entries could expire, but for the look at the column. */
  private static String beforeExpiry() {
    return EntryWrites.OVERWRITE.replace(" and expires is null", "");
  }

  /** Which tables and indexes a statement opens for writing. */
  private List<Integer> program(String sql) throws SQLException {
    List<Integer> opened = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement("explain " + sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        if (rows.getString("opcode").equals("OpenWrite")) {
          opened.add(rows.getInt("p2"));
        }
      }
    }
    return opened;
  }

  @Test
  void listsGoAlongTheKeysInTheirOrder() throws SQLException {
    assertThat(plan(EntrySql.range(Parts.BOTH)))
        .containsExactly(
            "SEARCH entries USING INDEX sqlite_autoindex_entries_1"
                + " (namespace=? AND key>? AND key<?)");
  }

  @Test
  void queriesGoThroughTheirNamespaceInTheOrderOfKeys() throws SQLException {
    Query query = query(filter("{\"field\":\"n\",\"operator\":\"gt\",\"value\":1}"));

    assertThat(plan(SqlCompiler.compile(query).sql()))
        .containsExactly("SEARCH e USING INDEX sqlite_autoindex_entries_1 (namespace=?)");
  }

  @Test
  void everythingIsCountedInTheIndexAlone() throws SQLException {
    assertThat(plan(SqlCompiler.compileCount(null).sql()))
        .contains(
            "SEARCH e USING COVERING INDEX sqlite_autoindex_entries_1 (namespace=?)",
            EXPIRED_OF_NAMESPACE);
  }

  @Test
  void keysAreCountedInTheIndexAlone() throws SQLException {
    Filter byKey = filter("{\"field\":\"$key\",\"operator\":\"startsWith\",\"value\":\"a\"}");

    assertThat(plan(SqlCompiler.compileCount(byKey).sql()))
        .contains(
            "SEARCH e USING COVERING INDEX sqlite_autoindex_entries_1"
                + " (namespace=? AND key>? AND key<?)");
  }

  @Test
  void ofACountThatFiltersOnlyWhatHasExpiredIsLookedAtTwice() throws SQLException {
    Filter filter = filter("{\"field\":\"n\",\"operator\":\"gt\",\"value\":1}");

    assertThat(plan(SqlCompiler.compileCount(filter).sql()))
        .contains(
            "SEARCH e USING INDEX sqlite_autoindex_entries_1 (namespace=?)",
            "SEARCH e USING INDEX expiring (expires<?)");
  }

  @Test
  void whatHasExpiredIsFoundInItsIndex() throws SQLException {
    assertThat(plan(EntryWrites.NEXT_EXPIRY))
        .containsExactly("SEARCH entries USING COVERING INDEX expiring (expires>?)");
    assertThat(plan(EntryWrites.EXPIRED))
        .contains("SEARCH entries USING INDEX expiring (expires<?)")
        .noneMatch(step -> step.contains("TEMP B-TREE"));
  }
}
