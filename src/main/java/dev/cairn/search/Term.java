package dev.cairn.search;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A word or a phrase that is asked for.
 *
 * @param words that stand one behind the other, folded; at least one
 * @param typed the same as they were typed, of nothing but letters, digits and marks
 * @param prefix whether the last of them need only begin so
 */
record Term(List<String> words, List<String> typed, boolean prefix) {

  /** The words of a text, of which there must be one. */
  static Term of(List<Word> words, String text, boolean prefix) {
    return new Term(
        words.stream().map(Word::text).toList(),
        words.stream().map(word -> text.substring(word.start(), word.end())).toList(),
        prefix);
  }

  /**
   * The same for FTS5, which folds what was typed as it folds what it is compared to; it knows an
   * older Unicode.
   */
  String match() {
    return typed.stream().collect(Collectors.joining("\" + \"", "\"", prefix ? "\" *" : "\""));
  }

  /** Whether it stands at number {@code at} of {@code text}. */
  boolean isAt(List<Word> text, int at) {
    if (at + words.size() > text.size()) {
      return false;
    }
    int last = words.size() - 1;
    for (int i = 0; i < last; i++) {
      if (!text.get(at + i).text().equals(words.get(i))) {
        return false;
      }
    }
    String found = text.get(at + last).text();
    return prefix ? found.startsWith(words.get(last)) : found.equals(words.get(last));
  }
}
