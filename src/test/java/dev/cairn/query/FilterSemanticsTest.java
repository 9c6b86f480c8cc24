package dev.cairn.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Key;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each operator means, asked of both back ends. In the tables ' stands for a quote. */
class FilterSemanticsTest {

  private static final long CREATED = Instant.parse("2026-01-31T12:00:00.123Z").toEpochMilli();

  private SqliteEntries sqlite;

  @BeforeEach
  void open() throws SQLException {
    sqlite = new SqliteEntries();
  }

  @AfterEach
  void close() throws SQLException {
    sqlite.close();
  }

  private void check(String value, String filter, boolean expected) throws SQLException {
    Entry entry =
        new Entry(
            Key.of("user/ä1"),
            7,
            CREATED,
            CREATED + 1,
            JsonText.ofChecked(value),
            JsonText.ofChecked("{\"owner\":\"ann\",\"a.b\":[1]}"));
    Filter read = Filters.read(JsonText.ofChecked(filter), "/filter");
    sqlite.fill(List.of(entry));
    assertThat(Evaluator.matches(read, entry))
        .as("memory: %s on %s", filter, value)
        .isEqualTo(expected);
    assertThat(sqlite.count(read))
        .as("SQLite: %s on %s", filter, value)
        .isEqualTo(expected ? 1 : 0);
  }

  private static String condition(String field, String operator, String operand) {
    return "{\"field\":\"%s\",\"operator\":\"%s\",\"value\":%s}"
        .formatted(field, operator, operand.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          1 | eq | 1.0 | true
          1 | eq | '1' | false
          '1' | eq | 1 | false
          1 | eq | true | false
          true | eq | 1 | false
          true | eq | true | true
          false | eq | true | false
          null | eq | null | true
          null | eq | false | false
          0 | eq | null | false
          [1] | eq | 1 | false
          '[1]' | eq | '[1]' | true
          [1] | eq | '[1]' | false
          {} | eq | '{}' | false
          9007199254740993 | eq | 9007199254740992 | false
          9007199254740993 | eq | 9007199254740992.0 | false
          9007199254740993 | gt | 9007199254740992.0 | true
          9223372036854775807 | lt | 9223372036854775808 | true
          9223372036854775808 | eq | 9223372036854775809 | true
          -9223372036854775808 | eq | -9223372036854775809 | true
          -0.0 | eq | 0 | true
          1E5 | eq | 100000 | true
          1e400 | gt | 1.7e308 | true
          1e400 | eq | 1.7e308 | false
          '' | eq | '' | true
          'a\\u0000b' | eq | 'a\\u0000b' | true
          'a\\u0000b' | eq | 'a' | false
          '\\u0061' | eq | 'a' | true
          1 | ne | 2 | true
          1 | ne | 1.0 | false
          'x' | ne | 1 | true
          null | ne | null | false
          null | ne | 1 | true
          [] | ne | 1 | true
          5 | gt | 4 | true
          5 | gt | 5 | false
          5 | gte | 5.0 | true
          5 | lt | 5.5 | true
          5 | lte | 4.9 | false
          '5' | gt | 4 | false
          5 | lt | '6' | false
          true | gt | false | true
          true | gte | true | true
          false | lt | true | true
          true | gt | 0 | false
          1 | gt | false | false
          null | gte | false | false
          'b' | gt | 'a' | true
          'a' | gt | 'B' | true
          '😀' | gt | '\\ufffd' | true
          '\\ud83d\\ude00' | eq | '😀' | true
          'abc' | contains | 'b' | true
          'abc' | contains | 'B' | false
          'abc' | contains | '' | true
          '' | contains | '' | true
          'a\\u0000b' | contains | '\\u0000b' | true
          'a%b' | contains | '%' | true
          'axb' | contains | '_' | false
          '1' | contains | 1 | false
          [1,'b',null,true] | contains | 1.0 | true
          [1,'b',null,true] | contains | 'b' | true
          [1,'b',null,true] | contains | null | true
          [1,'b',null,true] | contains | true | true
          [1,'b',null,true] | contains | false | false
          [1] | contains | true | false
          [true] | contains | 1 | false
          [['a']] | contains | 'a' | false
          ['abc'] | contains | 'b' | false
          [] | contains | '' | false
          {'a':'b'} | contains | 'b' | false
          5 | contains | 5 | false
          'abc' | startsWith | 'ab' | true
          'abc' | startsWith | 'bc' | false
          'abc' | startsWith | '' | true
          'a' | startsWith | 'ab' | false
          12 | startsWith | '1' | false
          ['ab'] | startsWith | 'a' | false
          'abc' | endsWith | 'bc' | true
          'abc' | endsWith | 'ab' | false
          'c' | endsWith | 'bc' | false
          '' | endsWith | '' | true
          '' | endsWith | 'a' | false
          '' | startsWith | 'a' | false
          '' | contains | 'a' | false
          '' | in | ['a',''] | true
          1 | endsWith | '' | false
          1 | in | [2,1.0] | true
          '1' | in | [1,2] | false
          null | in | [1,null] | true
          true | in | [1,'true'] | false
          'b' | in | ['a','b','c'] | true
          1 | in | [] | false
          1 | nin | [] | true
          1 | nin | [2,'1'] | true
          1 | nin | [1] | false
          [1] | nin | [1] | true
          null | exists | true | true
          null | exists | false | false
          """)
  void aFieldIsComparedStrictlyByType(String value, String operator, String operand, boolean holds)
      throws SQLException {
    String json = value.replace('\'', '"');
    check("{\"a\":" + json + "}", condition("a", operator, operand), holds);
    check("[[0, " + json + " ]]", condition("[0][1]", operator, operand), holds);
    check(json, condition("$value", operator, operand), holds);
    check("{\"a\":" + json + "}", "{\"not\":" + condition("a", operator, operand) + "}", !holds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          eq | 1
          ne | 1
          gt | 1
          lte | 1
          contains | 1
          startsWith | ''
          endsWith | ''
          in | [1]
          nin | [1]
          nin | []
          exists | true
          """)
  void aMissingFieldMatchesNothing(String operator, String operand) throws SQLException {
    String text = operand.replace("''", "'");
    String filter = condition("b.c", operator, operand.isEmpty() ? "''" : operand);
    assertThat(text).isNotNull();
    for (String value : List.of("{\"a\":1}", "{\"b\":1}", "{\"b\":[{\"c\":1}]}", "7")) {
      check(value, filter, false);
      check(value, "{\"not\":" + filter + "}", true);
    }
    check("{\"a\":1}", condition("b.c", "exists", "false"), true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          $key | eq | 'user/ä1' | true
          $key | ne | 1 | true
          $key | eq | 1 | false
          $key | in | [1,'user/ä1'] | true
          $key | startsWith | 'user/ä' | true
          $key | startsWith | 'user/b' | false
          $key | startsWith | '' | true
          $key | endsWith | '1' | true
          $key | contains | '/' | true
          $key | contains | 1 | false
          $key | gt | 'user' | true
          $key | lt | true | false
          $key | exists | false | false
          $version | eq | 7.0 | true
          $version | eq | '7' | false
          $version | ne | '7' | true
          $version | gt | 6.5 | true
          $version | in | [1,7] | true
          $version | contains | 7 | false
          $version | startsWith | '' | false
          $version | exists | true | true
          $created | eq | '2026-01-31T12:00:00.123Z' | true
          $created | eq | '2026-01-31T13:00:00.123+01:00' | true
          $created | lt | '2026-01-31T12:00:01Z' | true
          $updated | gt | '2026-01-31T12:00:00.123Z' | true
          $updated | ne | '2026-01-31T12:00:00.123Z' | true
          $created | in | ['2020-01-01T00:00:00Z','2026-01-31T12:00:00.123z'] | true
          $created | nin | ['2020-01-01T00:00:00Z'] | true
          $created | exists | true | true
          $metadata.owner | eq | 'ann' | true
          $metadata.none | ne | 'ann' | false
          $metadata[\\"a.b\\"][0] | eq | 1 | true
          $metadata | exists | true | true
          """)
  void theDollarFieldsAreComparedToo(String field, String operator, String operand, boolean holds)
      throws SQLException {
    check("1", condition(field, operator, operand), holds);
  }

  @Test
  void groupsAreOfAnyNumberIncludingNone() throws SQLException {
    String yes = condition("$value", "eq", "1");
    String no = condition("$value", "eq", "2");
    check("1", "{\"and\":[]}", true);
    check("1", "{\"or\":[]}", false);
    check("1", "{\"and\":[%s,%s]}".formatted(yes, no), false);
    check("1", "{\"or\":[%s,%s]}".formatted(yes, no), true);
    check("1", "{\"not\":{\"and\":[%s,{\"not\":%s}]}}".formatted(yes, yes), true);
  }

  @Test
  void entriesWithoutMetadataMissEveryFieldOfThem() throws SQLException {
    Entry entry = new Entry(Key.of("a"), 1, 0, 0, JsonText.ofChecked("1"), null);
    sqlite.fill(List.of(entry));
    for (String field : List.of("$metadata", "$metadata.x")) {
      Filter missing = Filters.read(JsonText.ofChecked(condition(field, "exists", "false")), "");
      assertThat(Evaluator.matches(missing, entry)).isTrue();
      assertThat(sqlite.count(missing)).isEqualTo(1);
    }
  }

  @Test
  void oddNamesAreFoundHoweverTheyAreSpelt() throws SQLException {
    String[][] names = {
      {"\\u0061", "a"},
      {"é", "é"},
      {"\\u00e9", "[\\\"\\\\u00e9\\\"]"},
      {"a.b[0]", "[\\\"a.b[0]\\\"]"},
      {"", "[\\\"\\\"]"},
      {"$x", "[\\\"$x\\\"]"},
      {"a\\\"b", "[\\\"a\\\\\\\"b\\\"]"},
      {"a\\\\b", "[\\\"a\\\\\\\\b\\\"]"},
      {"a\\u0000b", "[\\\"a\\\\u0000b\\\"]"},
      {"\\/", "/"},
      {"\\b\\f\\n\\r\\t", "[\\\"\\\\b\\\\f\\\\n\\\\r\\\\t\\\"]"},
      {"\\ud83d\\ude00", "😀"},
      {"#-1", "#-1"},
      {"0", "0"},
      {"a'b", "a'b"},
    };
    for (String[] name : names) {
      String filter = "{\"field\":\"%s\",\"operator\":\"eq\",\"value\":1}".formatted(name[1]);
      check("{\"%s\":1}".formatted(name[0]), filter, true);
      check("{\"z%s\":1}".formatted(name[0]), filter, false);
    }
  }

  @Test
  void aNameIsComparedBeyondANul() throws SQLException {
    String value =
        "{\"a\\u0000b\":1,\"c\":{\"\\u0000\":[1,\"x\\u0000\"]},\"d\":{\"\":2},\"0\":[3]}";
    check(value, condition("a", "exists", "true"), false);
    check(value, condition("[\\\"a\\\\u0000\\\"]", "exists", "true"), false);
    check(value, condition("[\\\"a\\\\u0000b\\\"]", "eq", "1"), true);
    check(value, condition("c[\\\"\\\"]", "exists", "true"), false);
    check(value, condition("c[\\\"\\\\u0000\\\"]", "contains", "'x\\u0000'"), true);
    check(value, condition("c[\\\"\\\\u0000\\\"][0]", "lt", "2"), true);
    check(value, condition("d[\\\"\\\"]", "eq", "2"), true);
    check(value, condition("d[\\\"\\\\u0000\\\"]", "exists", "true"), false);
    check(value, condition("0[0]", "in", "[3]"), true);
    check(value, condition("[0]", "exists", "true"), false);
    check("{\"a\":1}", condition("[\\\"a\\\\u0000\\\"]", "exists", "true"), false);
    check("{\"a\":\"\\\\u0000\"}", condition("a", "contains", "'u0000'"), true);
  }
}
