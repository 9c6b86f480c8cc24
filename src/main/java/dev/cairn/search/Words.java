package dev.cairn.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts texts into words as the tokenizer {@code unicode61 remove_diacritics 2} of SQLite's FTS5
 * does (https://sqlite.org/fts5.html#unicode61_tokenizer): a word is a run of letters, digits and
 * characters of private use, with the combining marks behind them. Case is folded, and a Latin
 * letter loses its diacritics, whether it is one character with them or several. That tokenizer
 * knows Unicode 6.1, so characters that came later may be words here and none there. Any thread.
 */
final class Words {

  private static final int FIRST_MARK = 0x300;
  private static final int LAST_MARK = 0x331;

  /** A bit for each combining mark of the tokenizer, from {@link #FIRST_MARK} on. */
  private static final long MARKS = 0x000361F8_08029FDFL;

  /** Its capital letter is that of another one. */
  private static final int DOTLESS_I = 0x131;

  /** Below it every letter is a plain one. */
  private static final int FIRST_ACCENTED = 0x80;

  private Words() {}

  /** The words of {@code text} in their order. */
  static List<Word> of(String text) {
    List<Word> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int first = text.codePointAt(at);
      if (isLetter(first)) {
        int end = end(text, at);
        words.add(new Word(folded(text, at, end), at, end));
        at = end;
      } else {
        at += Character.charCount(first);
      }
    }
    return words;
  }

  private static int end(String text, int start) {
    int at = start;
    while (at < text.length()) {
      int next = text.codePointAt(at);
      if (!isLetter(next) && !isMark(next)) {
        break;
      }
      at += Character.charCount(next);
    }
    return at;
  }

  private static String folded(String text, int start, int end) {
    StringBuilder folded = new StringBuilder(end - start);
    text.substring(start, end)
        .codePoints()
        .filter(character -> !isMark(character))
        .forEach(character -> folded.appendCodePoint(fold(character)));
    return folded.toString();
  }

  private static boolean isLetter(int character) {
    return switch (Character.getType(character)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER,
          Character.PRIVATE_USE ->
          true;
      default -> false;
    };
  }

  private static boolean isMark(int character) {
    return character >= FIRST_MARK
        && character <= LAST_MARK
        && (MARKS >> (character - FIRST_MARK) & 1) != 0;
  }

  private static int fold(int character) {
    if (character < FIRST_ACCENTED || character == DOTLESS_I) {
      return Character.toLowerCase(character);
    }
    int lower = Character.toLowerCase(Character.toUpperCase(character));
    int base = Normalizer.normalize(Character.toString(lower), Normalizer.Form.NFD).codePointAt(0);
    return base < FIRST_ACCENTED && Character.isLetter(base) ? base : lower;
  }
}
