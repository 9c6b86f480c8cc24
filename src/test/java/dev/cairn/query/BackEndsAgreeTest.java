package dev.cairn.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.json.JsonCheck;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** SQLite and memory give the same entries in the same order for random data and queries. */
class BackEndsAgreeTest {

  private static final int DATA_SETS = 70;
  private static final int QUERIES = 30;
  private static final int EVERYTHING = 1000;

  @Test
  void bothBackEndsAgreeAndPagesAddUp() throws SQLException {
    long seed = Seeds.next();
    RandomData data = new RandomData(seed);
    int matched = 0;
    try (SqliteEntries sqlite = new SqliteEntries()) {
      for (int i = 0; i < DATA_SETS; i++) {
        List<Entry> entries = data.entries();
        sqlite.fill(entries);
        for (int j = 0; j < QUERIES; j++) {
          matched += compare(sqlite, entries, data, seed);
        }
      }
    }
    assertThat(matched).as("entries matched, seed %d", seed).isGreaterThan(DATA_SETS * QUERIES);
  }

  private static int compare(SqliteEntries sqlite, List<Entry> entries, RandomData data, long seed)
      throws SQLException {
    String filterJson = checked(data.filter(3));
    String sortJson = checked(data.sort());
    String about = "filter %s, sort %s, seed %d".formatted(filterJson, sortJson, seed);
    Filter filter = data.upTo(5) == 0 ? null : Filters.read(JsonText.ofChecked(filterJson), "");
    List<Sort> sort = Sorts.read(JsonText.ofChecked(sortJson), "");

    List<Entry> whole =
        page(sqlite, entries, new Query(filter, sort, EVERYTHING, 0, null, true, true), about)
            .entries();
    assertThat(sqlite.count(filter)).as(about).isEqualTo(whole.size());
    assertThat(QueryEvaluator.count(entries, filter)).as(about).isEqualTo(whole.size());

    int offset = data.upTo(45);
    int limit = 1 + data.upTo(10);
    List<Entry> part =
        page(sqlite, entries, new Query(filter, sort, limit, offset, null, true, true), about)
            .entries();
    int from = Math.min(offset, whole.size());
    assertThat(part).as(about).isEqualTo(whole.subList(from, Math.min(from + limit, whole.size())));

    List<Entry> paged = new ArrayList<>();
    Position after = null;
    do {
      int bytes = 1 + data.upTo(data.upTo(3) == 0 ? 20_000 : 500);
      Query query =
          new Query(filter, sort, 1 + data.upTo(12), bytes, 0, after, data.upTo(3) > 0, true);
      QueryPage page = page(sqlite, entries, query, about);
      paged.addAll(page.entries());
      after = page.next();
    } while (after != null);
    assertThat(paged.stream().map(Entry::key))
        .as(about)
        .isEqualTo(whole.stream().map(Entry::key).toList());
    return whole.size();
  }

  /** The page, on which both agree. */
  private static QueryPage page(
      SqliteEntries sqlite, List<Entry> entries, Query query, String about) throws SQLException {
    QueryPage bySql = sqlite.page(query);
    QueryPage inMemory = QueryEvaluator.page(entries, query);
    assertThat(bySql.entries()).as(about).isEqualTo(inMemory.entries());
    assertThat(packed(bySql.next())).as(about).isEqualTo(packed(inMemory.next()));
    return bySql;
  }

  private static byte @Nullable [] packed(@Nullable Position position) {
    return position == null ? null : position.packed();
  }

  /** The data of the test are no use if they would not pass the door. */
  private static String checked(String json) {
    return JsonCheck.check(json.getBytes(StandardCharsets.UTF_8), 512).toString();
  }
}
