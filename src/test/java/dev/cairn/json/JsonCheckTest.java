package dev.cairn.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCheckTest {

  private static final int DEPTH = 512;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        " true\t\r\n",
        "false",
        "0",
        "-0",
        "-0.0e-0",
        "1.10",
        "1e400",
        "1E+2",
        "123456789012345678901234567890",
        "\"\"",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\uAbCd\"",
        "\"\\ud800\"",
        "\"é € 😀 \u007f \u0080 \uffff\"",
        "[]",
        " [ ] ",
        "[1,[2,{}],\"\"]",
        "{}",
        "{ \"a\" : 1 , \"b\" : { \"a\" : 2 } }",
        "[{\"a\":1},{\"a\":1}]",
        "{\"\":1,\"\\u0000\":2,\"\\u0000\\u0000\":3}",
        "{\"a\":1,\"A\":2}"
      })
  void oneTextIsTakenAsItIs(String json) {
    byte[] bytes = bytes(json);
    assertThat(JsonCheck.check(bytes, DEPTH).utf8()).isSameAs(bytes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                    | 0  | the text ends where a value",
        "`  `                  | 2  | the text ends where a value",
        "{} {}                 | 3  | follows the value",
        "1 x                   | 2  | follows the value",
        "nul                   | 0  | starts like null",
        "True                  | 0  | a value is expected",
        "NaN                   | 0  | a value is expected",
        "-Infinity             | 1  | a digit is expected",
        "'a'                   | 0  | a value is expected",
        "+1                    | 0  | a value is expected",
        ".5                    | 0  | a value is expected",
        "01                    | 0  | leading zero",
        "-00                   | 1  | leading zero",
        "1.                    | 2  | ends where a digit",
        "1.e5                  | 2  | a digit is expected",
        "1e                    | 2  | ends where a digit",
        "1e+                   | 3  | ends where a digit",
        "0x10                  | 1  | follows the value",
        "[1,]                  | 3  | a value is expected",
        "[,1]                  | 1  | a value is expected",
        "[1 2]                 | 3  | a comma or the end of the array",
        "[1                    | 2  | ends where a comma or the end of the array",
        "[                     | 1  | ends where a value",
        "]                     | 0  | a value is expected",
        "{\"a\":1,}            | 7  | a member name",
        "{a:1}                 | 1  | a member name",
        "{\"a\" 1}             | 5  | a colon is expected",
        "{\"a\":}              | 5  | a value is expected",
        "{\"a\":1              | 6  | ends where a comma or the end of the object",
        "{\"a\":1 \"b\":2}     | 7  | a comma or the end of the object",
        "{\"a\":1,\"a\":2}     | 7  | a second time",
        "{\"a\":1,\"\\u0061\":2} | 7 | a second time",
        "{\"é\":1,\"\\u00E9\":2} | 8 | a second time",
        "{\"😀\":1,\"\\ud83d\\uDE00\":2} | 10 | a second time",
        "[{\"x\":{\"b\":0,\"b\":0}}] | 13 | a second time",
        "\"a                   | 2  | ends where the end of the string",
        "\"\\                  | 1  | unknown escape",
        "\"\\x41\"             | 1  | unknown escape",
        "\"\\u12G4\"           | 1  | four hexadecimal digits",
        "\"\\u12               | 1  | four hexadecimal digits",
        "/* */ 1               | 0  | a value is expected",
      })
  void anythingElseIsRefusedWithItsPlace(String json, int offset, String reason) {
    assertRefused(bytes(json), offset, reason);
  }

  @ParameterizedTest
  @CsvSource({
    "EFBBBF7B7D, 0, byte order mark",
    "FEFF0031, 0, a value",
    "FFFE3100, 0, a value",
    "00000031, 0, a value",
    "31000000, 1, follows the value",
    "00, 0, a value",
    "2200 22, 1, control character",
    "221F22, 1, control character",
    "220A22, 1, control character",
    "22C08022, 1, UTF-8",
    "22C1BF22, 1, UTF-8",
    "22E0809022, 1, UTF-8",
    "22E09FBF22, 1, UTF-8",
    "22EDA08022, 1, UTF-8",
    "22EDBFBF22, 1, UTF-8",
    "22F08FBFBF22, 1, UTF-8",
    "22F490808022, 1, UTF-8",
    "22F580808022, 1, UTF-8",
    "22FF22, 1, UTF-8",
    "228022, 1, UTF-8",
    "22C322, 1, UTF-8",
    "22E28222, 1, UTF-8",
    "22F09F9822, 1, UTF-8",
    "22C3, 1, UTF-8",
    "C2A031, 0, a value",
    "0B31, 0, a value",
    "0C31, 0, a value",
  })
  void bytesThatAreNoTextAreRefused(String hex, int offset, String reason) {
    assertRefused(HexFormat.of().parseHex(hex.replace(" ", "")), offset, reason);
  }

  @Test
  void depthIsCountedInArraysAndObjects() {
    check("[".repeat(DEPTH) + "1" + "]".repeat(DEPTH), DEPTH);
    check("{\"a\":".repeat(DEPTH) + "1" + "}".repeat(DEPTH), DEPTH);
    check("[[],[],{}]", 2);
    check("1", 1);
    assertRefused(bytes("[".repeat(DEPTH + 1)), DEPTH, "deeper than 512");
    assertRefused(bytes("[".repeat(1_000_000)), DEPTH, "deeper than 512");
    assertRefused(bytes("{\"a\":".repeat(200_000)), 5 * DEPTH, "deeper than 512");
  }

  @Test
  void theGreatestDepthThatCanBeAskedForFitsTheStack() {
    int depth = JsonCheck.MAX_DEPTH;
    check("[".repeat(depth) + "]".repeat(depth), depth);
    assertThatIllegalArgumentException().isThrownBy(() -> check("1", depth + 1));
    assertThatIllegalArgumentException().isThrownBy(() -> check("1", 0));
  }

  @Test
  void anObjectIsAskedForAtTheTop() {
    assertThat(JsonCheck.checkObject(bytes(" {\"a\":[]} "), DEPTH)).hasToString(" {\"a\":[]} ");
    for (String json : new String[] {"[]", "null", " 1", "\"{}\""}) {
      assertThatExceptionOfType(CairnException.class)
          .as(json)
          .isThrownBy(() -> JsonCheck.checkObject(bytes(json), DEPTH))
          .withMessageContaining("an object is needed");
    }
    assertThatExceptionOfType(CairnException.class)
        .isThrownBy(() -> JsonCheck.checkObject(bytes("{} 1"), DEPTH));
    assertThatExceptionOfType(CairnException.class)
        .isThrownBy(() -> JsonCheck.checkObject(bytes(""), DEPTH));
  }

  @Test
  void aRefusalDoesNotEchoTheInput() {
    assertThatExceptionOfType(CairnException.class)
        .isThrownBy(() -> check("{\"" + "secret".repeat(1000), DEPTH))
        .satisfies(e -> assertThat(e.detail()).hasSizeLessThan(120).doesNotContain("secret"));
  }

  @Test
  void sizesOfNumbersStringsAndNamesHaveNoLimitOfTheirOwn() {
    int size = 4 * 1024 * 1024;
    check("9".repeat(size), DEPTH);
    check("0." + "1".repeat(size) + "e" + "9".repeat(size), DEPTH);
    check("\"" + "a".repeat(size) + "\"", DEPTH);
    check("{\"" + "n".repeat(size) + "\":1}", DEPTH);
    check("[" + "0,".repeat(size) + "0]", DEPTH);
  }

  @Test
  void manyMembersAndNamesWithEqualHashCodesCostNoMoreThanTheirBytes() {
    StringBuilder distinct = new StringBuilder("{");
    StringBuilder colliding = new StringBuilder("{");
    for (int i = 0; i < 100_000; i++) {
      distinct.append("\"member").append(i).append("\":1,");
      colliding.append('"');
      for (int bit = 0; bit < 17; bit++) {
        colliding.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      colliding.append("\":1,");
    }
    // Quadratic work would take minutes; the bound is far from what is needed and only ends that.
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          check(distinct + "\"x\":1}", DEPTH);
          check(colliding + "\"x\":1}", DEPTH);
          assertRefused(bytes(distinct + "\"member7\":1}"), distinct.length(), "second time");
        });
  }

  @Test
  void loneSurrogatesAreSeen() {
    assertThat(JsonCheck.hasLoneSurrogate("a é 😀")).isFalse();
    assertThat(JsonCheck.hasLoneSurrogate("")).isFalse();
    assertThat(JsonCheck.hasLoneSurrogate("a\ud800")).isTrue();
    assertThat(JsonCheck.hasLoneSurrogate("\udc00a")).isTrue();
    assertThat(JsonCheck.hasLoneSurrogate("\ud800\ud800\udc00")).isTrue();
    assertThat(JsonCheck.hasLoneSurrogate("\udc00\ud800")).isTrue();
  }

  private static JsonText check(String json, int maxDepth) {
    return JsonCheck.check(bytes(json), maxDepth);
  }

  private static void assertRefused(byte[] bytes, int offset, String reason) {
    assertThatExceptionOfType(CairnException.class)
        .isThrownBy(() -> JsonCheck.check(bytes, DEPTH))
        .withMessageContaining("at byte " + offset + ":")
        .withMessageContaining(reason)
        .matches(e -> e.code() == ErrorCode.INVALID_JSON);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
