package dev.cairn.search;

import dev.cairn.Entry;
import dev.cairn.query.Field;
import dev.cairn.query.SearchedText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The texts of an entry that are searched, cut into words.
 *
 * @param texts of the fields, in the order of the index; null where there is none
 * @param words of each
 */
record FoundTexts(List<@Nullable String> texts, List<List<Word>> words) {

  /** Those of an entry that carries its value, and its metadata if it has any. */
  static FoundTexts of(List<Field> fields, Entry entry) {
    List<@Nullable String> texts = new ArrayList<>();
    List<List<Word>> words = new ArrayList<>();
    for (Field field : fields) {
      String text = SearchedText.of(field, entry);
      texts.add(text);
      words.add(text == null ? List.of() : Words.of(text));
    }
    return new FoundTexts(texts, words);
  }

  /** How often the term stands in the fields of these numbers. */
  int count(Term term, List<Integer> columns) {
    int count = 0;
    for (int column : columns) {
      List<Word> text = words.get(column);
      for (int at = 0; at < text.size(); at++) {
        count += term.isAt(text, at) ? 1 : 0;
      }
    }
    return count;
  }

  /** Whether the clause holds in the fields of these numbers. */
  boolean matches(Clause clause, List<Integer> columns) {
    return clause.all().stream().allMatch(term -> count(term, columns) > 0)
        && clause.none().stream().allMatch(term -> count(term, columns) == 0);
  }

  /** How many words there are in all fields. */
  int length() {
    return words.stream().mapToInt(List::size).sum();
  }
}
