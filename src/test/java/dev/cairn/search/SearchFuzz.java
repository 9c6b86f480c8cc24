package dev.cairn.search;

import dev.cairn.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was typed into a search: FTS5 takes how it is spelt, and finds what a look at each finds.
 */
public final class SearchFuzz {

  private static final List<String> TEXTS =
      List.of("the red fox", "a quick red whale", "OR not near", "f0 a b c", "crème 42", "");

  private static @Nullable Connection table;

  private SearchFuzz() {}

  public static synchronized void take(byte[] input) throws Exception {
    String typed = new String(input, StandardCharsets.UTF_8);
    SearchExpression expression = Fuzz.readOrRefused(() -> SearchExpression.parse(typed, "/text"));
    if (expression != null) {
      Fuzz.require(found(expression).equals(expected(expression)), "found by", typed);
    }
  }

  private static Set<Integer> expected(SearchExpression expression) {
    Set<Integer> expected = new HashSet<>();
    for (int i = 0; i < TEXTS.size(); i++) {
      FoundTexts texts = new FoundTexts(List.of(TEXTS.get(i)), List.of(Words.of(TEXTS.get(i))));
      if (expression.clauses().stream().anyMatch(one -> texts.matches(one, List.of(0)))) {
        expected.add(i);
      }
    }
    return expected;
  }

  private static Set<Integer> found(SearchExpression expression) throws SQLException {
    Set<Integer> found = new HashSet<>();
    try (PreparedStatement statement =
        table().prepareStatement("select rowid from t where t match ?")) {
      statement.setString(1, expression.match(List.of(0)));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getInt(1));
        }
      }
    }
    return found;
  }

  private static Connection table() throws SQLException {
    if (table == null) {
      table = DriverManager.getConnection("jdbc:sqlite::memory:");
      try (Statement statement = table.createStatement()) {
        statement.execute(
            "create virtual table t using fts5(f0, tokenize=\"unicode61 remove_diacritics 2\")");
      }
      try (PreparedStatement insert =
          table.prepareStatement("insert into t(rowid, f0) values(?, ?)")) {
        for (int i = 0; i < TEXTS.size(); i++) {
          insert.setInt(1, i);
          insert.setString(2, TEXTS.get(i));
          insert.execute();
        }
      }
    }
    return table;
  }
}
