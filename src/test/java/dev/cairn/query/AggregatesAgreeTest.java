package dev.cairn.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * SQLite, with and without indexes, memory, and parts that are merged make the same groups of
 * random data.
 */
class AggregatesAgreeTest {

  private static final int DATA_SETS = 70;
  private static final int REQUESTS = 30;
  private static final int EVERYTHING = 1000;

  private int used;
  private int groups;

  @Test
  void bothBackEndsAgreeAndPartsAddUp() throws SQLException {
    long seed = Seeds.next();
    RandomData data = new RandomData(seed);
    try (SqliteEntries sqlite = new SqliteEntries()) {
      for (int i = 0; i < DATA_SETS; i++) {
        List<Entry> entries = data.entries();
        sqlite.fill(entries);
        List<QueryIndex> indexes = sqlite.index(data.indexed());
        for (int j = 0; j < REQUESTS; j++) {
          compare(sqlite, entries, indexes, data, seed);
        }
      }
    }
    assertThat(used).as("answers by an index, seed %d", seed).isGreaterThan(DATA_SETS / 2);
    assertThat(groups).as("groups, seed %d", seed).isGreaterThan(DATA_SETS * REQUESTS);
  }

  private void compare(
      SqliteEntries sqlite,
      List<Entry> entries,
      List<QueryIndex> indexes,
      RandomData data,
      long seed)
      throws SQLException {
    String filterJson = data.filter(2);
    String aggregatesJson = data.aggregates();
    String groupBy = data.upTo(4) == 0 ? null : data.groupBy();
    String about =
        "%s by %s of %s, indexes %s, seed %d"
            .formatted(aggregatesJson, groupBy, filterJson, indexes, seed);
    Aggregation asked =
        new Aggregation(
            data.upTo(2) == 0 ? null : Filters.read(JsonText.ofChecked(filterJson), ""),
            groupBy == null ? null : Aggregates.groupBy(groupBy, ""),
            Aggregates.read(JsonText.ofChecked(aggregatesJson), ""),
            EVERYTHING,
            Long.MAX_VALUE);

    Groups wanted = AggregateEvaluator.groups(entries, asked);
    QueryPlan plan = QueryPlan.ofCount(asked.filter(), indexes);
    QueryPlan plain = QueryPlan.ofCount(asked.filter(), List.of());
    used += plan.index() == null ? 0 : 1;
    groups += wanted.size();
    same(sqlite.groups(asked, plain.compileAggregation(asked)), wanted, about);
    same(sqlite.groups(asked, plan.compileAggregation(asked)), wanted, about);

    int cut = data.upTo(entries.size());
    Groups merged = AggregateEvaluator.groups(entries.subList(cut, entries.size()), asked);
    merged.merge(AggregateEvaluator.groups(entries.subList(0, cut), asked));
    same(merged, wanted, about);
  }

  private static void same(Groups found, Groups wanted, String about) {
    assertThat(found.first(GroupOrder.BY_GROUP, EVERYTHING))
        .as(about)
        .isEqualTo(wanted.first(GroupOrder.BY_GROUP, EVERYTHING));
    assertThat(found.isEmpty()).as(about).isEqualTo(wanted.isEmpty());
  }
}
