package dev.cairn.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Words are those of FTS5's tokenizer. */
class WordsTest {

  /** Blocks that Unicode 6.1 had, from the first of each to the last. */
  private static final int[][] BLOCKS = {
    {0x01, 0x7f}, // ASCII
    {0x80, 0x1df}, // Latin with diacritics
    {0x1e2, 0x24f}, // the same, but for one letter
    {0x300, 0x331}, // combining marks
    {0x391, 0x3c9}, // Greek
    {0x400, 0x4ff}, // Cyrillic
    {0x5d0, 0x5ea}, // Hebrew
    {0x621, 0x64a}, // Arabic
    {0x905, 0x939}, // Devanagari
    {0x1e00, 0x1eff}, // more Latin with diacritics
    {0x2000, 0x2064}, // punctuation
    {0x2460, 0x249b}, // numbers in circles
    {0x3041, 0x3096}, // Hiragana
    {0x4e00, 0x4fff}, // some Han
    {0xac00, 0xac80}, // some Hangul
    {0xe000, 0xe010}, // private use
    {0x1f600, 0x1f640} // emoticons
  };

  private static List<String> words(String text) {
    return Words.of(text).stream().map(Word::text).toList();
  }

  @Test
  void caseAndDiacriticsDoNotCount() {
    assertThat(words("Crème BRÛLÉE, e\u0301clair; Straße 42b"))
        .containsExactly("creme", "brulee", "eclair", "straße", "42b");
    assertThat(words("")).isEmpty();
    assertThat(words("--- … !")).isEmpty();
  }

  @Test
  void aWordKnowsWhereItStands() {
    String text = "ab, \ud83d\ude00 ca\u0301d\u0301 e";
    assertThat(Words.of(text).stream().map(word -> text.substring(word.start(), word.end())))
        .containsExactly("ab", "ca\u0301d\u0301", "e");
  }

  @Test
  void randomTextsHaveTheWordsOfTheTokenizer() throws SQLException {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    Random random = new Random(seed);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create virtual table t using fts5(x, tokenize=\"unicode61 remove_diacritics 2\")");
      statement.execute("create virtual table v using fts5vocab(t, instance)");
      for (int i = 0; i < 3000; i++) {
        String text = text(random);
        assertThat(words(text))
            .as("words of %s, seed %d", escaped(text), seed)
            .isEqualTo(ofTokenizer(connection, text));
      }
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(12);
    for (int i = 0; i < length; i++) {
      int[] block = BLOCKS[random.nextInt(BLOCKS.length)];
      int character = random.nextInt(block[0], block[1] + 1);
      if (Character.isDefined(character)) {
        text.appendCodePoint(character);
      }
    }
    return text.toString();
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints().forEach(c -> escaped.append("U+%04X ".formatted(c)));
    return escaped.toString();
  }

  private static List<String> ofTokenizer(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement();
        PreparedStatement insert = connection.prepareStatement("insert into t values(?)")) {
      statement.execute("delete from t");
      insert.setString(1, text);
      insert.execute();
      List<String> words = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery("select term from v order by offset")) {
        while (rows.next()) {
          words.add(rows.getString(1));
        }
      }
      return words;
    }
  }
}
