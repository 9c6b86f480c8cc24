package dev.cairn.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is typed, and what FTS5 is asked. */
class SearchExpressionTest {

  private static String match(String text) {
    return SearchExpression.parse(text, "/text").match(List.of(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "red | {f0} : ((\"red\"))",
        "Red FOX | {f0} : ((\"Red\" AND \"FOX\"))",
        "\"red fox\" | {f0} : ((\"red\" + \"fox\"))",
        "\"red fo\"* | {f0} : ((\"red\" + \"fo\" *))",
        "fo* | {f0} : ((\"fo\" *))",
        "red-fox | {f0} : ((\"red\" + \"fox\"))",
        "red -fox | {f0} : (((\"red\") NOT (\"fox\")))",
        "red -fox -\"a b\" | {f0} : (((\"red\") NOT (\"fox\" OR \"a\" + \"b\")))",
        "a OR b c | {f0} : ((\"a\") OR (\"b\" AND \"c\"))",
        "a or b | {f0} : ((\"a\" AND \"or\" AND \"b\"))",
        "\"OR\" a | {f0} : ((\"OR\" AND \"a\"))",
        "a OR | {f0} : ((\"a\"))",
        "OR a | {f0} : ((\"a\"))",
        "a NEAR(b) | {f0} : ((\"a\" AND \"NEAR\" + \"b\"))",
        "f0:a | {f0} : ((\"f0\" + \"a\"))",
        "\"open | {f0} : ((\"open\"))",
        "x\"y z\"w | {f0} : ((\"x\" AND \"y\" + \"z\" AND \"w\"))",
        "a & ! ^ | {f0} : ((\"a\"))"
      })
  void isSpeltForTheIndex(String typed, String match) {
    assertThat(match(typed)).isEqualTo(match);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\"", "-", "!!", "*", "-a", "a OR -b", "OR", "\"\"*"})
  void whatAsksForNothingIsRefused(String typed) {
    assertRefused(typed);
  }

  @Test
  void tooMuchIsRefused() {
    match("a ".repeat(SearchExpression.MAX_TERMS));
    assertRefused("a ".repeat(SearchExpression.MAX_TERMS + 1));
    match("a".repeat(SearchExpression.MAX_LENGTH));
    assertRefused("a".repeat(SearchExpression.MAX_LENGTH + 1));
  }

  private static void assertRefused(String typed) {
    CairnException refused = catchThrowableOfType(CairnException.class, () -> match(typed));
    assertThat(refused).as(typed).isNotNull();
    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_QUERY);
    assertThat(refused.violations().getFirst().pointer()).isEqualTo("/text");
  }

  @Test
  void severalFieldsAreNamed() {
    assertThat(SearchExpression.parse("a", "").match(List.of(0, 2))).startsWith("{f0 f2} : (");
  }
}
