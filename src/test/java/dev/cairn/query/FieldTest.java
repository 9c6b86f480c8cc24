package dev.cairn.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.json.FieldPath;
import dev.cairn.json.FieldPath.Step.Index;
import dev.cairn.json.FieldPath.Step.Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTest {

  private static FieldPath path(String text) {
    return ((Field.OfValue) Field.parse(text)).path();
  }

  @Test
  void pathsLeadThroughNamesAndIndexes() {
    assertThat(path("addr.city").steps()).containsExactly(new Name("addr"), new Name("city"));
    assertThat(path("tags[0]").steps()).containsExactly(new Name("tags"), new Index(0));
    assertThat(path("[\"a.b\"].c").steps()).containsExactly(new Name("a.b"), new Name("c"));
    assertThat(path("[12][\"\"]").steps()).containsExactly(new Index(12), new Name(""));
    assertThat(path("a b.ä😀").steps()).containsExactly(new Name("a b"), new Name("ä😀"));
    assertThat(path("[\"\\u0041\\\"\\\\\\/\\n\\ud83d\\ude00\"]").steps())
        .containsExactly(new Name("A\"\\/\n😀"));
    assertThat(path("a.$b").steps()).containsExactly(new Name("a"), new Name("$b"));
  }

  @Test
  void dollarFieldsAreNamed() {
    assertThat(Field.parse("$key")).isEqualTo(new Field.OfKey());
    assertThat(Field.parse("$version")).isEqualTo(new Field.OfVersion());
    assertThat(Field.parse("$created")).isEqualTo(new Field.OfCreated());
    assertThat(Field.parse("$updated")).isEqualTo(new Field.OfUpdated());
    assertThat(Field.parse("$value")).isEqualTo(new Field.OfValue(FieldPath.ROOT));
    assertThat(Field.parse("$metadata")).isEqualTo(new Field.OfMetadata(FieldPath.ROOT));
    assertThat(Field.parse("$metadata.x[1]"))
        .isEqualTo(new Field.OfMetadata(FieldPath.parse("x[1]")));
    assertThat(Field.parse("$metadata[\"a.b\"]"))
        .isEqualTo(new Field.OfMetadata(FieldPath.parse("[\"a.b\"]")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a.",
        ".a",
        "a..b",
        "a[",
        "a[]",
        "a[-1]",
        "a[01]",
        "a[1",
        "a[1.0]",
        "a[x]",
        "a]",
        "a\"b",
        "a\\b",
        "[\"a\"",
        "[\"a]",
        "[\"a\"]b",
        "a[0]b",
        "a.[0]",
        "[\"\\x\"]",
        "[\"\\u12\"]",
        "[\"\\u12g4\"]",
        "[\"\\ud800\"]",
        "\ud800",
        "[\"\udc00\"]",
        "[\"",
        "[\"\\",
        "a[16777217]",
        "a[99999999999999999999]",
        "$",
        "$keys",
        "$key.a",
        "$value.a",
        "$value[0]",
        "$metadata.",
        "$metadata.[0]",
        "$metadatax",
        "$metadata[",
        "$KEY"
      })
  void whatIsNoFieldIsRefused(String text) {
    CairnException refusal = catchThrowableOfType(CairnException.class, () -> Field.parse(text));
    assertThat(refusal).as(text).isNotNull();
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_QUERY);
  }

  @Test
  void pathsHaveALongestLengthAndAMostOfStepsAndALargestIndex() {
    assertThat(path("x".repeat(FieldPath.MAX_LENGTH)).steps()).hasSize(1);
    assertThat(path("a" + ".a".repeat(FieldPath.MAX_STEPS - 1)).steps())
        .hasSize(FieldPath.MAX_STEPS);
    assertThat(path("[" + FieldPath.MAX_INDEX + "]").steps())
        .containsExactly(new Index(FieldPath.MAX_INDEX));
    whatIsNoFieldIsRefused("x".repeat(FieldPath.MAX_LENGTH + 1));
    whatIsNoFieldIsRefused("a" + ".a".repeat(FieldPath.MAX_STEPS));
    whatIsNoFieldIsRefused("[" + (FieldPath.MAX_INDEX + 1) + "]");
  }
}
