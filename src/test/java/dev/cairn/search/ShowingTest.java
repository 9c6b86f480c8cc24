package dev.cairn.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.query.Query;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Snippets and highlights. */
class ShowingTest {

  private static Found shown(String value, String text, int words) {
    Query query = new Query(null, List.of(), 10, 0, null, false, false);
    Marks marks = new Marks("[", "]", words);
    Search search =
        new Search(null, SearchExpression.parse(text, ""), List.of(), query, marks, marks);
    Entry entry = new Entry(Key.of("a"), 1, 1, 1, JsonText.ofChecked(value), null, Entry.NEVER);
    return new Showing(search, List.of("t", "u"), List.of(0, 1)).of(entry, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one two three | two | 3 | one [two] three",
        "one two three | two | 1 | …[two]…",
        "one two three four five | four | 3 | …three [four] five",
        "one two three four five | one | 3 | [one] two three…",
        "one two three four five | five | 2 | …four [five]",
        "a b x c d e f x y x g h | x | 3 | …[x] y [x]…",
        "a b c d | 'b c' | 3 | …[b] [c] d",
        "a b c d | \"b c\" | 4 | a [b c] d",
        "a b c d | \"b c\" \"c d\" | 4 | a [b c d]",
        "Ab, (Abc) abd! | ab* | 9 | [Ab], ([Abc]) [abd]!",
        "Crème brûlée | creme | 5 | [Crème] brûlée",
        "a b c d e f | \"b c d e\" | 2 | …[b c]…"
      })
  void theBestPartIsShown(String text, String typed, int words, String snippet) {
    String asked = typed.startsWith("'") ? typed.replace("'", "") : typed;
    assertThat(shown("{\"t\":\"" + text + "\"}", asked, words).snippets())
        .containsOnlyKeys("t")
        .containsEntry("t", snippet);
  }

  @Test
  void theWholeTextIsShownOfEachFieldInWhichSomethingIsFound() {
    Found found = shown("{\"t\":\"a b c a\",\"u\":[\"x\",\"a y\",7]}", "a", 1);
    assertThat(found.highlights()).containsEntry("t", "[a] b c [a]").containsEntry("u", "x\n[a] y");
    assertThat(found.entry().value()).isNull();
  }

  @Test
  void whatMustNotBeThereIsNotMarked() {
    assertThat(shown("{\"t\":\"a b\",\"u\":\"c\"}", "a -c", 5).highlights())
        .containsExactly(Map.entry("t", "[a] b"));
  }
}
