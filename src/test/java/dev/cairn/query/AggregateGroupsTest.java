package dev.cairn.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Key;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What aggregates make of entries, and what they refuse. */
class AggregateGroupsTest {

  private static Aggregation asked(@Nullable String groupBy, String aggregates) {
    return asked(groupBy, aggregates, 100, 10_000);
  }

  private static Aggregation asked(
      @Nullable String groupBy, String aggregates, int groups, long bytes) {
    return new Aggregation(
        null,
        groupBy == null ? null : Aggregates.groupBy(groupBy, "/groupBy"),
        Aggregates.read(JsonText.ofChecked(aggregates), "/aggregates"),
        groups,
        bytes);
  }

  private static Groups groups(Aggregation asked, String... values) {
    List<Entry> entries = new ArrayList<>();
    for (String value : values) {
      Key key = Key.of("k" + entries.size());
      entries.add(new Entry(key, 1, 1, 1, JsonText.ofChecked(value), null));
    }
    return AggregateEvaluator.groups(entries, asked);
  }

  private static @Nullable Object figure(String function, String... values) {
    String aggregates = "{\"it\":{\"function\":\"%s\",\"field\":\"$value\"}}".formatted(function);
    Found figure =
        groups(asked(null, aggregates), values)
            .first(GroupOrder.BY_GROUP, 1)
            .getFirst()
            .figures()
            .getFirst();
    return figure == null ? null : figure.value();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 2 3                                          | 6",
        "1 2.5                                          | 3.5",
        "1.5 1.5                                        | 3",
        "\"1\" true null [1] 2                          | 2",
        "\"1\"                                          | 0",
        "0.1 0.2 0.3 -0.3 -0.2 -0.1                     | 0",
        "1e308 1e308 -1e308                             | 1.0E308",
        "9007199254740993 0.5 0.5                       | 9007199254740994",
        "9223372036854775807 1                          | 9.223372036854775807E18",
        "9223372036854775807 1 -1                       | 9223372036854775807",
        "-9223372036854775808 -1                        | -9.223372036854775808E18",
        "1e308 1e308                                    | Infinity",
        "1e400 1                                        | Infinity",
      })
  void aSumIsExactAndRoundedOnce(String values, String wanted) {
    Object sum = figure("sum", values.split(" "));

    boolean whole = wanted.matches("-?\\d+");
    assertThat(sum).isEqualTo(whole ? Long.valueOf(wanted) : (Object) Double.valueOf(wanted));
  }

  @Test
  void infiniteNumbersOfBothSignsHaveNoSum() {
    assertThat(figure("sum", "1e400", "-1e400")).isNull();
    assertThat(figure("avg", "1e400", "-1e400")).isNull();
  }

  @Test
  void anAverageIsOfNumbersAlone() {
    assertThat(figure("avg", "1", "2", "\"9\"")).isEqualTo(1.5);
    assertThat(figure("avg", "9223372036854775807", "9223372036854775805"))
        .isEqualTo(9223372036854775806L);
    assertThat(figure("avg", "\"9\"")).isNull();
  }

  @Test
  void leastAndGreatestGoByTheOrderOfSortsWithWholeStrings() {
    String same = "x".repeat(QueryBounds.SORTED_BYTES);
    assertThat(figure("min", "2", "1.0", "\"a\"")).isEqualTo(1L);
    assertThat(figure("max", "2", "\"" + same + "a\"", "\"" + same + "b\"", "[9]", "{}"))
        .isEqualTo((same + "b").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(figure("min", "[1]", "{}")).isNull();
  }

  @Test
  void groupsAreToldApartByTypeAndEqualNumbersAreOne() {
    Groups groups =
        groups(
            asked("a", "{\"n\":{\"function\":\"count\"}}"),
            "{\"a\":1}",
            "{\"a\":1.0}",
            "{\"a\":\"1\"}",
            "{\"a\":null}",
            "{\"a\":[1]}",
            "{\"a\":[2]}",
            "{}",
            "7");

    assertThat(
            groups.first(GroupOrder.BY_GROUP, 9).stream()
                .map(group -> String.valueOf(group.by().kind())))
        .containsExactly("NULL", "NUMBER", "STRING", "ARRAY", "null");
    assertThat(counts(groups.first(GroupOrder.BY_GROUP, 9))).containsExactly(1, 2, 1, 2, 2);
  }

  @Test
  void groupsComeInTheOrderOfFiguresIfThatIsAskedFor() {
    Aggregation asked =
        asked(
            "a",
            "{\"n\":{\"function\":\"count\"},\"least\":{\"function\":\"min\",\"field\":\"b\"}}");
    Groups groups =
        groups(asked, "{\"a\":1,\"b\":5}", "{\"a\":2}", "{\"a\":2}", "{\"a\":3,\"b\":6}");

    String byLeast = "[{\"aggregate\":\"least\",\"order\":\"desc\"}]";
    String byCount = "[{\"aggregate\":\"n\",\"order\":\"desc\"}]";
    assertThat(order(groups, asked, byLeast)).containsExactly(3L, 1L, 2L);
    assertThat(order(groups, asked, byCount)).containsExactly(2L, 1L, 3L);
    assertThat(order(groups, asked, "[]")).containsExactly(1L, 2L, 3L);
  }

  private static List<Object> order(Groups groups, Aggregation asked, String sort) {
    GroupOrder order = Aggregates.order(JsonText.ofChecked(sort), asked.aggregates(), "/sort");
    return groups.first(order, 9).stream().<Object>map(group -> group.by().value()).toList();
  }

  private static List<Integer> counts(List<Groups.Group> groups) {
    return groups.stream()
        .map(
            group -> group.figures().getFirst() instanceof Found(int _, Long n) ? n.intValue() : -1)
        .toList();
  }

  @Test
  void moreGroupsOrBytesThanAllowedAreRefused() {
    String count = "{\"n\":{\"function\":\"count\"}}";
    String least = "{\"n\":{\"function\":\"max\",\"field\":\"$value\"}}";
    assertThat(groups(asked("$value", count, 2, 9), "1", "2", "1").size()).isEqualTo(2);
    refused(asked("$value", count, 2, 9), "1", "2", "3");
    refused(asked("$value", count, 9, 4), "\"abc\"", "\"de\"");
    assertThat(groups(asked(null, least, 9, 3), "\"a\"", "\"b\"", "\"cde\"").size()).isEqualTo(1);
    refused(asked(null, least, 9, 3), "\"a\"", "\"bcde\"");
  }

  private static void refused(Aggregation asked, String... values) {
    CairnException refusal =
        catchThrowableOfType(CairnException.class, () -> groups(asked, values));
    assertThat(refusal.code()).isEqualTo(ErrorCode.AGGREGATE_TOO_LARGE);
  }

  @Test
  void mergedGroupsKeepTheBounds() {
    Aggregation asked = asked("$value", "{\"n\":{\"function\":\"count\"}}", 2, 100);
    Groups groups = groups(asked, "1", "2");
    groups.merge(groups(asked, "2"));

    assertThat(counts(groups.first(GroupOrder.BY_GROUP, 9))).containsExactly(1, 2);
    CairnException refusal =
        catchThrowableOfType(CairnException.class, () -> groups.merge(groups(asked, "3")));
    assertThat(refusal.code()).isEqualTo(ErrorCode.AGGREGATE_TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                                                | /aggregates",
        "{}                                                | /aggregates",
        "{\"\":{\"function\":\"count\"}}                   | /aggregates/",
        "{\"n\":1}                                         | /aggregates/n",
        "{\"n\":{}}                                        | /aggregates/n",
        "{\"n\":{\"function\":\"median\"}}                 | /aggregates/n/function",
        "{\"n\":{\"function\":\"sum\"}}                    | /aggregates/n/field",
        "{\"n\":{\"function\":\"sum\",\"field\":7}}        | /aggregates/n/field",
        "{\"n\":{\"function\":\"sum\",\"field\":\"a..b\"}} | /aggregates/n/field",
        "{\"n\":{\"function\":\"avg\",\"field\":\"$created\"}} | /aggregates/n/function",
        "{\"n\":{\"function\":\"count\",\"of\":1}}         | /aggregates/n/of",
      })
  void whatCantBeUsedIsPointedAt(String aggregates, String pointer) {
    CairnException refusal =
        catchThrowableOfType(CairnException.class, () -> asked(null, aggregates));
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_QUERY);
    assertThat(refusal.violations().getFirst().pointer()).isEqualTo(pointer);
  }

  @Test
  void moreAggregatesThanAllowedAreRefused() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < QueryBounds.MAX_AGGREGATES; i++) {
      all.add("\"n%d\":{\"function\":\"count\"}".formatted(i));
    }
    assertThat(asked(null, "{" + String.join(",", all) + "}").aggregates())
        .hasSize(QueryBounds.MAX_AGGREGATES);
    all.add("\"more\":{\"function\":\"count\"}");
    CairnException refusal =
        catchThrowableOfType(
            CairnException.class, () -> asked(null, "{" + String.join(",", all) + "}"));
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_QUERY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[1]",
        "[{\"aggregate\":\"m\"}]",
        "[{\"order\":\"asc\"}]",
        "[{\"aggregate\":\"n\",\"order\":\"up\"}]"
      })
  void aSortOfWhatIsNotThereIsRefused(String sort) {
    Aggregation asked = asked(null, "{\"n\":{\"function\":\"count\"}}");
    CairnException refusal =
        catchThrowableOfType(
            CairnException.class,
            () -> Aggregates.order(JsonText.ofChecked(sort), asked.aggregates(), "/sort"));
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_QUERY);
  }
}
