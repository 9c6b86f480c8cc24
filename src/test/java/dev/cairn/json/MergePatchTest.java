package dev.cairn.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {

  /** The cases of RFC 7396, appendix A. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":\"b\"}         | {\"a\":\"c\"}                | {\"a\":\"c\"}",
        "{\"a\":\"b\"}         | {\"b\":\"c\"}                | {\"a\":\"b\",\"b\":\"c\"}",
        "{\"a\":\"b\"}         | {\"a\":null}                 | {}",
        "{\"a\":\"b\",\"b\":\"c\"} | {\"a\":null}             | {\"b\":\"c\"}",
        "{\"a\":[\"b\"]}       | {\"a\":\"c\"}                | {\"a\":\"c\"}",
        "{\"a\":\"c\"}         | {\"a\":[\"b\"]}              | {\"a\":[\"b\"]}",
        "{\"a\":{\"b\":\"c\"}} | {\"a\":{\"b\":\"d\",\"c\":null}} | {\"a\":{\"b\":\"d\"}}",
        "{\"a\":[{\"b\":\"c\"}]} | {\"a\":[1]}                | {\"a\":[1]}",
        "[\"a\",\"b\"]         | [\"c\",\"d\"]                | [\"c\",\"d\"]",
        "{\"a\":\"b\"}         | [\"c\"]                      | [\"c\"]",
        "{\"a\":\"foo\"}       | null                         | null",
        "{\"a\":\"foo\"}       | \"bar\"                      | \"bar\"",
        "{\"e\":null}          | {\"a\":1}                    | {\"e\":null,\"a\":1}",
        "[1,2]                 | {\"a\":\"b\",\"c\":null}     | {\"a\":\"b\"}",
        "{}                    | {\"a\":{\"bb\":{\"ccc\":null}}} | {\"a\":{\"bb\":{}}}",
      })
  void theExamplesOfTheRfcHold(String target, String patch, String result) {
    assertThat(merge(target, patch)).isEqualTo(result);
  }

  @Test
  void whatIsNotTouchedKeepsItsSpelling() {
    assertThat(
            merge(
                "{ \"n\" : 1.10, \"big\": 1e400, \"\\u0041\" : \"\\u0041\", \"in\": {\"k\" : [1.0 , 2]}, \"x\": 1 }",
                "{\"x\":-0.0,\"y\":\"\\u0042\"}"))
        .isEqualTo(
            "{\"n\":1.10,\"big\":1e400,\"\\u0041\":\"\\u0041\",\"in\":{\"k\" : [1.0 , 2]},\"x\":-0.0,\"y\":\"\\u0042\"}");
  }

  @Test
  void namesAreTheSameHoweverTheyAreSpelled() {
    assertThat(merge("{\"\\u0061\":1}", "{\"a\":2}")).isEqualTo("{\"\\u0061\":2}");
    assertThat(merge("{\"é\":1}", "{\"\\u00e9\":null}")).isEqualTo("{}");
  }

  @Test
  void aPatchThatChangesNothingGivesTheVeryTextBack() {
    JsonText target = JsonText.ofChecked(" { \"a\" : {} } ");
    assertThat(MergePatch.of(JsonText.ofChecked("{}")).applyTo(target)).isSameAs(target);
    assertThat(MergePatch.of(JsonText.ofChecked("{\"b\":null,\"a\":{}}")).applyTo(target))
        .isSameAs(target);
  }

  @Test
  void aPatchCanBeAppliedAgainAndAgain() {
    MergePatch patch = MergePatch.of(JsonText.ofChecked("{\"a\":{\"b\":[1]}}"));
    assertThat(patch.applyTo(JsonText.NULL)).hasToString("{\"a\":{\"b\":[1]}}");
    assertThat(patch.applyTo(JsonText.ofChecked("{\"a\":{\"c\":2}}")))
        .hasToString("{\"a\":{\"c\":2,\"b\":[1]}}");
    assertThat(patch.applyTo(JsonText.NULL)).hasToString("{\"a\":{\"b\":[1]}}");
  }

  @Test
  void theResultHasALargestSize() {
    String half = "\"" + "x".repeat(Limits.MAX_VALUE_BYTES / 2) + "\"";
    assertThatExceptionOfType(CairnException.class)
        .isThrownBy(() -> merge("{\"a\":" + half + "}", "{\"b\":" + half + "}"))
        .matches(e -> e.code() == ErrorCode.VALUE_TOO_LARGE);
  }

  private static String merge(String target, String patch) {
    return MergePatch.of(JsonText.ofChecked(patch)).applyTo(JsonText.ofChecked(target)).toString();
  }
}
