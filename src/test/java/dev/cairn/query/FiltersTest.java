package dev.cairn.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Violation;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiltersTest {

  private static final String LEAF = "{\"field\":\"a\",\"operator\":\"eq\",\"value\":1}";

  private static Filter read(String json) {
    return Filters.read(JsonText.ofChecked(json), "/filter");
  }

  private static void refusedAt(String pointer, String json) {
    CairnException refusal = catchThrowableOfType(CairnException.class, () -> read(json));
    assertThat(refusal).as(json).isNotNull();
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_QUERY);
    assertThat(refusal.violations()).extracting(Violation::pointer).containsExactly(pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          | 5
          | []
          | {}
          | {'field':'a','operator':'eq'}
          | {'operator':'eq','value':1}
          | {'field':'a','value':1}
          | {'and':[],'or':[]}
          /x~1y | {'field':'a','operator':'eq','value':1,'x/y':1}
          /field | {'and':[],'field':'a'}
          /and | {'and':{}}
          /and/1 | {'and':[{'or':[]},3]}
          /not | {'not':[]}
          /not/or/0/operator | {'not':{'or':[{'field':'a','operator':'like','value':1}]}}
          /operator | {'field':'a','operator':'EQ','value':1}
          /operator | {'field':'a','operator':1,'value':1}
          /field | {'field':1,'operator':'eq','value':1}
          /field | {'field':'','operator':'eq','value':1}
          /field | {'field':'a..b','operator':'eq','value':1}
          /field | {'field':'$nothing','operator':'eq','value':1}
          /field | {'field':'\\ud800','operator':'eq','value':1}
          /value | {'field':'a','operator':'eq','value':[]}
          /value | {'field':'a','operator':'eq','value':{}}
          /value | {'field':'a','operator':'contains','value':[1]}
          /value | {'field':'a','operator':'eq','value':1e400}
          /value | {'field':'a','operator':'eq','value':-1e999}
          /value | {'field':'a','operator':'eq','value':'\\ud800'}
          /value | {'field':'a','operator':'gt','value':null}
          /value | {'field':'a','operator':'startsWith','value':1}
          /value | {'field':'a','operator':'endsWith','value':null}
          /value | {'field':'a','operator':'exists','value':1}
          /value | {'field':'a','operator':'exists','value':'true'}
          /value | {'field':'a','operator':'in','value':1}
          /value/1 | {'field':'a','operator':'nin','value':[1,[2]]}
          /value | {'field':'$created','operator':'eq','value':5}
          /value | {'field':'$created','operator':'eq','value':'yesterday'}
          /value | {'field':'$created','operator':'eq','value':'2026-02-30T00:00:00Z'}
          /value | {'field':'$created','operator':'eq','value':'2026-01-31T12:00:00.1234Z'}
          /value | {'field':'$created','operator':'eq','value':'2026-01-31T12:00:00'}
          /value | {'field':'$created','operator':'exists','value':'2026-01-31T12:00:00Z'}
          /value/0 | {'field':'$updated','operator':'in','value':['x']}
          /operator | {'field':'$updated','operator':'startsWith','value':'2026-01-31T12:00:00Z'}
          /operator | {'field':'$updated','operator':'endsWith','value':'Z'}
          /operator | {'field':'$updated','operator':'contains','value':'2026-01-31T12:00:00Z'}
          """)
  void whatCannotBeUsedIsRefusedWithItsPointer(String pointer, String json) {
    refusedAt("/filter" + (pointer == null ? "" : pointer), json.replace('\'', '"'));
  }

  private static String nested(int depth) {
    return "{\"not\":".repeat(depth - 1) + LEAF + "}".repeat(depth - 1);
  }

  private static String group(int members) {
    return "{\"and\":[" + String.join(",", Collections.nCopies(members, LEAF)) + "]}";
  }

  private static String list(int members) {
    String list =
        IntStream.range(0, members).mapToObj(Integer::toString).collect(Collectors.joining(","));
    return "{\"field\":\"a\",\"operator\":\"in\",\"value\":[" + list + "]}";
  }

  private static String lists(int lists, int more) {
    return "{\"or\":["
        + String.join(",", Collections.nCopies(lists, list(QueryBounds.MAX_LIST)))
        + ","
        + list(more)
        + "]}";
  }

  @Test
  void everyBoundIsTakenAndOneMoreIsRefused() {
    assertThat(read(nested(QueryBounds.MAX_DEPTH))).isNotNull();
    refusedAt("/filter" + "/not".repeat(QueryBounds.MAX_DEPTH), nested(QueryBounds.MAX_DEPTH + 1));
    assertThat(read(group(QueryBounds.MAX_PARTS - 1))).isNotNull();
    refusedAt("/filter/and/" + (QueryBounds.MAX_PARTS - 1), group(QueryBounds.MAX_PARTS));
    assertThat(read(list(QueryBounds.MAX_LIST))).isNotNull();
    refusedAt("/filter/value", list(QueryBounds.MAX_LIST + 1));
    int full = QueryBounds.MAX_OPERANDS / QueryBounds.MAX_LIST;
    assertThat(read(lists(full, 0))).isNotNull();
    refusedAt("/filter/or/" + full + "/value/0", lists(full, 1));
  }

  @Test
  void sqliteTakesTheLargestFilters() throws SQLException {
    String path = IntStream.range(0, 60).mapToObj(i -> "m" + i).collect(Collectors.joining("."));
    String leaf = "{\"field\":\"" + path + "\",\"operator\":\"contains\",\"value\":\"x\"}";
    String deep = "{\"or\":[".repeat(31) + leaf + "]}".repeat(31);
    String wide =
        "{\"and\":["
            + String.join(",", Collections.nCopies(160, leaf))
            + ","
            + deep.substring(7, deep.length() - 2)
            + "]}";
    List<Sort> sort =
        Collections.nCopies(QueryBounds.MAX_CRITERIA, new Sort(Field.parse(path), true));
    Position after =
        new Place(
                Collections.nCopies(QueryBounds.MAX_CRITERIA, new SortValue(SortValue.NUMBER, 1L)),
                dev.cairn.Key.of("k"))
            .pack();
    try (SqliteEntries sqlite = new SqliteEntries()) {
      for (String filter : List.of(deep, wide, nested(QueryBounds.MAX_DEPTH), lists(10, 0))) {
        assertThat(sqlite.count(read(filter))).isZero();
        Query query = new Query(read(filter), sort, 10, 0, after, true, true);
        assertThat(sqlite.page(query).entries()).isEmpty();
      }
    }
  }

  @Test
  void conditionsMadeInCodeAreCheckedToo() {
    CairnException refusal =
        catchThrowableOfType(
            CairnException.class,
            () -> new Filter.Condition(new Field.OfKey(), Operator.EQ, List.of()));
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_QUERY);
    refusal =
        catchThrowableOfType(
            CairnException.class,
            () ->
                new Filter.Condition(new Field.OfKey(), Operator.EQ, List.of(new Operand.Time(0))));
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_QUERY);
  }
}
