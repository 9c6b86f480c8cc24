package dev.cairn.sqlite;

import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.query.CompiledQuery;
import dev.cairn.query.SearchSql;
import dev.cairn.search.Search;
import dev.cairn.search.SearchAnswer;
import dev.cairn.search.SearchPage;
import dev.cairn.storage.DeclaredIndex;
import dev.cairn.storage.Parts;
import dev.cairn.storage.SearchChoice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Runs searches. One thread at a time for each connection. */
final class SearchReads {

  private SearchReads() {}

  /** A page of entries that have not expired at {@code now}; within a transaction. */
  static SearchPage page(
      KeptConnection connection, Namespace namespace, long id, long now, Search search)
      throws SQLException {
    List<IndexReads.Row> all = IndexReads.all(connection, id);
    DeclaredIndex index =
        SearchChoice.among(
            all.stream().map(IndexReads.Row::index).toList(), namespace, search.index());
    SearchAnswer answer = new SearchAnswer(search, index.definition().fields());
    CompiledQuery compiled =
        SearchSql.page(
            table(all, index), search.expression().match(answer.columns()), search.query());
    Parts parts =
        search.shows()
            ? Parts.BOTH
            : Parts.of(search.query().withValue(), search.query().withMetadata());
    try (ResultSet rows = CompiledQueries.run(connection, id, now, compiled)) {
      boolean wanted = true;
      while (wanted && rows.next()) {
        Key key = Key.ofStored(rows.getBytes(1));
        double score = rows.getDouble(2);
        wanted = answer.take(CompiledQueries.whole(connection, id, key, parts), score);
      }
    }
    return answer.page();
  }

  private static String table(List<IndexReads.Row> all, DeclaredIndex index) {
    return all.stream()
        .filter(row -> row.index().equals(index))
        .map(IndexReads.Row::tables)
        .map(SearchTable.class::cast)
        .findFirst()
        .orElseThrow()
        .name();
  }
}
