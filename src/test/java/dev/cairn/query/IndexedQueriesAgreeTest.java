package dev.cairn.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random queries over random indexes give what they give without any, page by page. */
class IndexedQueriesAgreeTest {

  private static final int DATA_SETS = 120;
  private static final int QUERIES = 40;

  private int used;

  @Test
  void anIndexChangesNoAnswer() throws SQLException {
    long seed = Seeds.next();
    RandomData data = new RandomData(seed);
    try (SqliteEntries sqlite = new SqliteEntries()) {
      for (int i = 0; i < DATA_SETS; i++) {
        List<Entry> entries = data.entries();
        sqlite.fill(entries);
        List<QueryIndex> indexes = sqlite.index(data.indexed());
        for (int j = 0; j < QUERIES; j++) {
          compare(sqlite, entries, indexes, data, seed);
        }
      }
    }
    assertThat(used).as("pages by an index, seed %d", seed).isGreaterThan(DATA_SETS * 2);
  }

  private void compare(
      SqliteEntries sqlite,
      List<Entry> entries,
      List<QueryIndex> indexes,
      RandomData data,
      long seed)
      throws SQLException {
    String filterJson = data.filter(2);
    String sortJson = data.sort();
    String about =
        "filter %s, sort %s, indexes %s, seed %d".formatted(filterJson, sortJson, indexes, seed);
    Filter filter = data.upTo(4) == 0 ? null : Filters.read(JsonText.ofChecked(filterJson), "");
    List<Sort> sort = Sorts.read(JsonText.ofChecked(sortJson), "");

    long count = QueryEvaluator.count(entries, filter);
    CompiledQuery counting = QueryPlan.ofCount(filter, indexes).compileCount(filter);
    assertThat(sqlite.number(counting)).as(about).isEqualTo(count);
    boolean few = data.upTo(1) == 0;
    Position after = null;
    do {
      int limit = 1 + data.upTo(12);
      int offset = after == null ? data.upTo(2) * data.upTo(10) : 0;
      Query query = new Query(filter, sort, limit, offset, after, true, data.upTo(2) > 0);
      QueryPlan plan = QueryPlan.of(filter, sort, indexes);
      CompiledQuery probe = plan.probe(query);
      if (probe != null) {
        assertThat(sqlite.number(probe)).as(about).isLessThanOrEqualTo(entries.size());
        plan = plan.judged(query, few ? 0 : Long.MAX_VALUE);
      }
      used += plan.index() == null ? 0 : 1;
      QueryPage found = sqlite.page(query, plan.compile(query));
      QueryPage wanted = QueryEvaluator.page(entries, query);
      assertThat(found.entries()).as(about).isEqualTo(wanted.entries());
      assertThat(packed(found.next())).as(about).isEqualTo(packed(wanted.next()));
      after = found.next();
    } while (after != null);
  }

  private static byte @Nullable [] packed(@Nullable Position position) {
    return position == null ? null : position.packed();
  }
}
