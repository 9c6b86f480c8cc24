package dev.cairn.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.JsonText;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SQLite itself says that it searches the rows of an index where it should. */
class IndexPlanTest {

  private static final String SEARCH = "SEARCH i USING PRIMARY KEY (idx=? AND rank=?";

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private SqliteEntries sqlite;

  private List<QueryIndex> indexes = List.of();

  @BeforeEach
  void open() throws SQLException {
    sqlite = new SqliteEntries();
    indexes = sqlite.index(List.of("city", "age"));
  }

  @AfterEach
  void close() throws SQLException {
    sqlite.close();
  }

  private static Filter filter(String json) {
    return Filters.read(JsonText.ofChecked(json), "");
  }

  private static List<Sort> sort(String json) {
    return Sorts.read(JsonText.ofChecked(json), "");
  }

  private String plan(Query query) throws SQLException {
    return sqlite.plan(QueryPlan.of(query.filter(), query.sort(), indexes).compile(query));
  }

  private static Query query(String filter, String sort) {
    return new Query(filter.isEmpty() ? null : filter(filter), sort(sort), 10, 0, null, true, true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "eq         | \"Ulm\"       | AND value=?)",
        "eq         | null          | AND value=?)",
        "eq         | true          | AND value=?)",
        "eq         | 1             | AND value=?)",
        "gt         | 7             | AND value>?)",
        "gte        | \"U\"         | AND value>?)",
        "lt         | 7.5           | AND value<?)",
        "lte        | \"U\"         | AND value<?)",
        "startsWith | \"Ul\"        | AND value>? AND value<?)",
        "in         | [1,\"a\",null] | AND value=?)"
      })
  void aConditionSearchesTheIndex(String operator, String operand, String reach)
      throws SQLException {
    String filter =
        "{\"field\":\"city\",\"operator\":\"%s\",\"value\":%s}".formatted(operator, operand);
    assertThat(plan(query(filter, "[]")))
        .contains(SEARCH + " " + reach)
        .contains("SEARCH e USING INTEGER PRIMARY KEY");
    String count =
        sqlite.plan(QueryPlan.ofCount(filter(filter), indexes).compileCount(filter(filter)));
    assertThat(count).contains(SEARCH + " " + reach);
  }

  @Test
  void equalOnesComeInTheOrderOfTheirKeysWithoutASort() throws SQLException {
    Query query = query("{\"field\":\"city\",\"operator\":\"eq\",\"value\":\"Ulm\"}", "[]");
    assertThat(plan(query)).doesNotContain("TEMP B-TREE");
    assertThat(QueryPlan.of(query.filter(), query.sort(), indexes).sorts()).isFalse();
  }

  @Test
  void aSortByAnIndexedFieldIsNoSort() throws SQLException {
    assertThat(plan(query("", "[{\"field\":\"age\"}]")))
        .contains("SEARCH i USING PRIMARY KEY (idx=?)")
        .doesNotContain("TEMP B-TREE");
    assertThat(plan(query("", "[{\"field\":\"age\",\"order\":\"desc\"}]")))
        .contains("SEARCH i USING PRIMARY KEY (idx=? AND rank<?)")
        .contains("SEARCH i USING PRIMARY KEY (idx=? AND rank=? AND value=?)")
        .doesNotContain("TEMP B-TREE FOR ORDER BY");
    String filter = "{\"field\":\"age\",\"operator\":\"gt\",\"value\":3}";
    assertThat(plan(query(filter, "[{\"field\":\"age\"}]")))
        .contains(SEARCH + " AND value>?)")
        .doesNotContain("TEMP B-TREE");
  }

  @Test
  void aFollowingPageBeginsWhereTheLastEnded() throws SQLException {
    Query first = query("", "[{\"field\":\"age\"}]");
    Position after =
        new Place(List.of(new SortValue(SortValue.NUMBER, 7L)), dev.cairn.Key.of("k")).pack();
    Query next = new Query(null, first.sort(), 10, 0, after, true, true);
    assertThat(plan(next))
        .contains("SEARCH i USING PRIMARY KEY (idx=? AND (rank,value,key)>(?,?,?))");
    Query back =
        new Query(null, sort("[{\"field\":\"age\",\"order\":\"desc\"}]"), 10, 0, after, true, true);
    assertThat(plan(back)).contains("(rank,value)<(?,?)");
  }

  @Test
  void theMostTellingConditionChooses() {
    String age = "{\"field\":\"age\",\"operator\":\"gt\",\"value\":3}";
    String city = "{\"field\":\"city\",\"operator\":\"eq\",\"value\":\"Ulm\"}";
    Filter both = filter("{\"and\":[" + age + "," + city + "]}");
    assertThat(QueryPlan.of(both, List.of(), indexes).index()).isEqualTo("by city");
    assertThat(QueryPlan.of(filter(age), List.of(), indexes).index()).isEqualTo("by age");
    Filter either = filter("{\"or\":[" + age + "," + city + "]}");
    assertThat(QueryPlan.of(either, List.of(), indexes).index()).isNull();
    Filter without = filter("{\"not\":" + city + "}");
    assertThat(QueryPlan.of(without, List.of(), indexes).index()).isNull();
    List<Sort> byAge = sort("[{\"field\":\"age\"}]");
    assertThat(QueryPlan.of(filter(city), byAge, indexes).index()).isEqualTo("by city");
    assertThat(QueryPlan.of(without, byAge, indexes).index()).isEqualTo("by age");
  }

  @Test
  void aBroadRangeIsLeftToTheOrderOfTheKeysOrOfTheSort() {
    Query byKey = query("{\"field\":\"age\",\"operator\":\"gt\",\"value\":3}", "[]");
    QueryPlan plan = QueryPlan.of(byKey.filter(), byKey.sort(), indexes);
    assertThat(plan.probe(byKey)).isNotNull();
    assertThat(plan.judged(byKey, 1500).index()).isEqualTo("by age");
    assertThat(plan.judged(byKey, 1600).index()).isNull();
    Query byCity =
        query("{\"field\":\"age\",\"operator\":\"gt\",\"value\":3}", "[{\"field\":\"city\"}]");
    plan = QueryPlan.of(byCity.filter(), byCity.sort(), indexes);
    assertThat(plan.judged(byCity, 10).index()).isEqualTo("by age");
    assertThat(plan.judged(byCity, 10).sorts()).isTrue();
    assertThat(plan.judged(byCity, Long.MAX_VALUE).index()).isEqualTo("by city");
    assertThat(plan.judged(byCity, Long.MAX_VALUE).sorts()).isFalse();
  }
}
