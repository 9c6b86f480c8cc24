package dev.cairn.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPatternTest {

  @ParameterizedTest
  @CsvSource({
    "a, a",
    "*, a",
    "a*, a",
    "a*, abc",
    "*c, abc",
    "a*c, ac",
    "a*c, abcc",
    "*b*, abc",
    "**, abc",
    "a*b*c, aXbXbc",
    "user:*:name, user:7:name",
    "*ä*, xäy",
    "a%_c, a%_c",
    "[a-z]?, [a-z]?"
  })
  void matchesWholeKeys(String pattern, String key) {
    assertThat(KeyPattern.of(pattern).matches(key.getBytes(UTF_8))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "a, A",
    "a, ab",
    "a, ba",
    "a*, ba",
    "*c, cb",
    "a*c, acb",
    "a%_c, abbc",
    "a_c, abc",
    "a%, abc",
    "?, a",
    "a*b*c, acb",
    "aa*aa, aaa"
  })
  void everyOtherCharacterIsLiteralAndCaseCounts(String pattern, String key) {
    assertThat(KeyPattern.of(pattern).matches(key.getBytes(UTF_8))).isFalse();
  }

  @Test
  void theEmptyPatternMatchesNoKey() {
    assertThat(KeyPattern.of("").matches("a".getBytes(UTF_8))).isFalse();
  }

  @Test
  void theLiteralPrefixEndsAtTheFirstStar() {
    assertThat(KeyPattern.of("user:*:n*").literalPrefix()).isEqualTo("user:".getBytes(UTF_8));
    assertThat(KeyPattern.of("*a").literalPrefix()).isEmpty();
    assertThat(KeyPattern.of("abc").literalPrefix()).isEqualTo("abc".getBytes(UTF_8));
  }

  @Test
  void manyStarsTakeNoExponentialTime() {
    KeyPattern pattern = KeyPattern.of("a*".repeat(500) + "b");
    byte[] key = "a".repeat(1024).getBytes(UTF_8);

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(pattern.matches(key)).isFalse());
  }

  @Test
  void aLongPatternTakesNoMoreStepsThanTheKeyIsLong() {
    KeyPattern pattern = KeyPattern.of("*" + "a".repeat(512) + "b*");
    byte[] key = "a".repeat(1024).getBytes(UTF_8);

    // Compared place by place these are 25 billion steps.
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          for (int i = 0; i < 100_000; i++) {
            assertThat(pattern.matches(key)).isFalse();
          }
        });
  }

  @Test
  void agreesWithRegularExpressionsOnRandomTexts() {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String pattern = text(random, "ab*", 8);
      String key = text(random, "ab", 10);
      boolean expected = Pattern.matches(pattern.replace("*", ".*"), key);
      assertThat(KeyPattern.of(pattern).matches(key.getBytes(UTF_8)))
          .as("seed %d, pattern %s, key %s", seed, pattern, key)
          .isEqualTo(expected);
    }
  }

  private static String text(Random random, String alphabet, int maxLength) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(maxLength + 1); length > 0; length--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
