package dev.cairn.query;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.fuzz.Fuzz;
import dev.cairn.json.JsonCheck;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A filter, a sort and the bytes of a position, with blank lines between: both back ends agree. */
public final class QueryFuzz {

  private static final int LIMIT = 7;
  private static final int DEPTH = 64;
  private static final long DATA_SEED = 6;
  private static final List<Entry> ENTRIES = entries();

  private static @Nullable SqliteEntries sqlite;

  private QueryFuzz() {}

  private static List<Entry> entries() {
    RandomData data = new RandomData(DATA_SEED);
    List<Entry> entries = data.entries();
    while (entries.size() < 2 * LIMIT) {
      entries = data.entries();
    }
    return entries;
  }

  public static synchronized void take(byte[] input) throws Exception {
    List<byte[]> parts = Fuzz.parts(input, 3);
    JsonText filterText = text(parts.get(0));
    JsonText sortText = text(parts.get(1));
    Filter filter =
        filterText == null ? null : Fuzz.readOrRefused(() -> Filters.read(filterText, "/filter"));
    List<Sort> sort =
        sortText == null ? List.of() : Fuzz.readOrRefused(() -> Sorts.read(sortText, "/sort"));
    if (sort == null || filterText != null && filter == null) {
      return;
    }
    byte[] bytes = parts.get(2);
    Position position = bytes.length == 0 ? null : Position.ofPacked(bytes);
    QueryPage page = agreed(new Query(filter, sort, LIMIT, 0, position, true, true));
    if (page != null && page.next() != null) {
      Query next = new Query(filter, sort, LIMIT, 0, page.next(), true, true);
      Fuzz.require(agreed(next) != null, "a position of ours was refused");
    }
    long count = database().count(filter);
    Fuzz.require(count == QueryEvaluator.count(ENTRIES, filter), "counts of", filterText);
  }

  private static @Nullable JsonText text(byte[] bytes) throws Exception {
    return bytes.length == 0 ? null : Fuzz.readOrRefused(() -> JsonCheck.check(bytes, DEPTH));
  }

  /** The page on which both agree; null if both refuse the query. */
  private static @Nullable QueryPage agreed(Query query) throws Exception {
    QueryPage bySql = Fuzz.readOrRefused(() -> database().page(query));
    QueryPage inMemory = Fuzz.readOrRefused(() -> QueryEvaluator.page(ENTRIES, query));
    if (bySql == null || inMemory == null) {
      Fuzz.require(bySql == null && inMemory == null, "only one back end refuses", query);
      return null;
    }
    Fuzz.require(bySql.entries().equals(inMemory.entries()), "the back ends differ on", query);
    Position one = bySql.next();
    Position other = inMemory.next();
    Fuzz.require(
        one == null || other == null ? one == other : Arrays.equals(one.packed(), other.packed()),
        "the back ends end at different places of",
        query);
    return bySql;
  }

  private static SqliteEntries database() throws SQLException {
    if (sqlite == null) {
      sqlite = new SqliteEntries();
      sqlite.fill(ENTRIES);
    }
    return Objects.requireNonNull(sqlite);
  }
}
