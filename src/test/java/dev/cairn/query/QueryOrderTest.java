package dev.cairn.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Key;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders, cursors and what entries carry, asked of both back ends. */
class QueryOrderTest {

  private static final Sort BY_A = new Sort(Field.parse("a"), false);
  private static final Sort BY_A_DOWN = new Sort(Field.parse("a"), true);

  private SqliteEntries sqlite;
  private List<Entry> entries = List.of();

  @BeforeEach
  void open() throws SQLException {
    sqlite = new SqliteEntries();
  }

  @AfterEach
  void close() throws SQLException {
    sqlite.close();
  }

  /** Entries with keys a, b, c … and these values. */
  private void fill(String... values) throws SQLException {
    List<Entry> made = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      Key key = Key.of(Character.toString('a' + i));
      made.add(
          new Entry(key, i + 1, i, i, JsonText.ofChecked(values[i]), JsonText.ofChecked("{}")));
    }
    entries = List.copyOf(made);
    sqlite.fill(entries);
  }

  private QueryPage page(Query query) throws SQLException {
    QueryPage page = sqlite.page(query);
    assertThat(QueryEvaluator.page(entries, query).entries()).isEqualTo(page.entries());
    return page;
  }

  private String order(Sort... sort) throws SQLException {
    StringBuilder keys = new StringBuilder();
    Query query = new Query(null, Arrays.asList(sort), 100, 0, null, false, false);
    page(query).entries().forEach(e -> keys.append(e.key()));
    return keys.toString();
  }

  @Test
  void typesAreRankedAndTheMissingComeLastBothWays() throws SQLException {
    fill(
        "{\"a\":{}}",
        "{}",
        "{\"a\":[]}",
        "{\"a\":\"s\"}",
        "{\"a\":2}",
        "{\"a\":true}",
        "{\"a\":false}",
        "{\"a\":null}",
        "7",
        "{\"a\":1.5}",
        "{\"a\":[1]}");
    assertThat(order(BY_A)).isEqualTo("hgfjedckabi");
    assertThat(order(BY_A_DOWN)).isEqualTo("ackdejfghbi");
    assertThat(order()).isEqualTo("abcdefghijk");
  }

  @Test
  void stringsCountWithTheirFirstBytesAndTiesGoByKey() throws SQLException {
    String same = "x".repeat(QueryBounds.SORTED_BYTES);
    fill(
        "{\"a\":\"" + same + "2\"}",
        "{\"a\":\"" + same + "1\"}",
        "{\"a\":\"" + same.substring(1) + "\"}",
        "{\"a\":\"\ud83d\ude00\"}",
        "{\"a\":\"\ufffd\"}");
    assertThat(order(BY_A)).isEqualTo("cabed");
    assertThat(order(BY_A_DOWN)).isEqualTo("deabc");
  }

  @Test
  void entriesCarryWhatIsWanted() throws SQLException {
    fill("1");
    for (boolean value : new boolean[] {true, false}) {
      for (boolean metadata : new boolean[] {true, false}) {
        Query query = new Query(null, List.of(), 1, 0, null, value, metadata);
        Entry entry = page(query).entries().getFirst();
        assertThat(entry.value() != null).isEqualTo(value);
        assertThat(entry.metadata() != null).isEqualTo(metadata);
        assertThat(entry.version()).isEqualTo(1);
      }
    }
  }

  @Test
  void aCursorIsGivenOnlyWhereMoreFollows() throws SQLException {
    fill("1", "2", "3");
    QueryPage first = page(new Query(null, List.of(), 2, 0, null, true, true));
    assertThat(first.next()).isNotNull();
    QueryPage last = page(new Query(null, List.of(), 2, 0, first.next(), true, true));
    assertThat(last.entries()).hasSize(1);
    assertThat(last.next()).isNull();
    assertThat(page(new Query(null, List.of(), 3, 0, null, true, true)).next()).isNull();
    assertThat(page(new Query(null, List.of(), Integer.MAX_VALUE, 0, null, true, true)).next())
        .isNull();
  }

  @Test
  void aCursorThatDoesNotFitIsRefused() throws SQLException {
    fill("{\"a\":\"s\"}", "{\"a\":2}", "{\"a\":2}");
    Position byOne =
        Objects.requireNonNull(page(new Query(null, List.of(BY_A), 1, 0, null, true, true)).next());
    refused(byOne, List.of());
    refused(byOne, List.of(BY_A, BY_A));
    // Without its key of one byte it would be the place before every key, which there is, too.
    for (int length = 0; length < byOne.packed().length - 1; length++) {
      refused(Position.ofPacked(Arrays.copyOf(byOne.packed(), length)), List.of(BY_A));
    }
    byte[] stranger = byOne.packed().clone();
    stranger[0]++;
    refused(Position.ofPacked(stranger), List.of(BY_A));
    refused(Position.ofPacked(new byte[] {1, 1, 99, 'k'}), List.of(BY_A));
    refused(Position.ofPacked(new byte[] {1, 1, 4, 127, 127, 'k'}), List.of(BY_A));
    refused(
        Position.ofPacked(new byte[] {1, 1, 3, 1, 127, -8, 0, 0, 0, 0, 0, 1, 'k'}), List.of(BY_A));
    refused(Position.ofPacked(new byte[] {1, 1, 0, (byte) 0xFF}), List.of(BY_A));
  }

  private void refused(Position after, List<Sort> sort) {
    Query query = new Query(null, sort, 1, 0, after, true, true);
    assertThat(catchThrowableOfType(CairnException.class, () -> SqlCompiler.compile(query)).code())
        .isEqualTo(ErrorCode.INVALID_CURSOR);
    CairnException inMemory =
        catchThrowableOfType(CairnException.class, () -> QueryEvaluator.page(entries, query));
    assertThat(inMemory.code()).isEqualTo(ErrorCode.INVALID_CURSOR);
  }

  @Test
  void sqliteSortsNoValues() {
    List<Sort> byKey = List.of(new Sort(new Field.OfKey(), true));

    // It holds what it sorts in memory: ten thousand large values would not fit.
    assertThat(SqlCompiler.compile(new Query(null, byKey, 9, 0, null, true, true)).sql())
        .doesNotContain("e.value", "e.metadata");
    assertThat(SqlCompiler.compile(new Query(null, List.of(), 9, 0, null, true, true)).sql())
        .contains("e.value", "e.metadata");
  }

  @Test
  void nothingOfTheRequestStandsInTheText() {
    String hostile = "x'); drop table entries; --";
    Filter filter =
        new Filter.Condition(
            Field.parse("[\"" + hostile + "\"]"), Operator.EQ, List.of(Operand.Text.of(hostile)));
    Query query =
        new Query(
            filter,
            List.of(new Sort(Field.parse(hostile.replace(".", "")), true)),
            10,
            5,
            null,
            true,
            true);
    assertThat(SqlCompiler.compile(query).sql()).doesNotContain("drop");
    assertThat(SqlCompiler.compileCount(filter).sql()).doesNotContain("drop");
  }

  @Test
  void keysAreSoughtByTheirIndex() throws SQLException {
    for (String operator : List.of("eq", "gt", "startsWith")) {
      Filter filter =
          Filters.read(
              JsonText.ofChecked(
                  "{\"field\":\"$key\",\"operator\":\"%s\",\"value\":\"a\"}".formatted(operator)),
              "");
      assertThat(sqlite.plan(new Query(filter, List.of(), 10, 0, null, true, true)))
          .as(operator)
          .containsPattern("SEARCH e USING INDEX .*namespace=\\? AND key[=><]")
          .doesNotContain("TEMP B-TREE");
    }
  }
}
