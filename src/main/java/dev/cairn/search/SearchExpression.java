package dev.cairn.search;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a search asks for, as people type it: every word must be there; {@code "several words"} as
 * they stand; {@code word*} is the beginning of one; {@code -word} must not be there; {@code OR},
 * in capitals, stands between alternatives. What holds no letter and no digit asks for nothing.
 *
 * @param clauses the alternatives, at least one
 */
public record SearchExpression(List<Clause> clauses) {

  /** Most UTF-16 units of a text that is parsed. Fixed. */
  public static final int MAX_LENGTH = 1000;

  /** Most words and phrases of one text. Fixed. */
  public static final int MAX_TERMS = 64;

  private static final String OR = "OR";

  /**
   * Reads what was typed.
   *
   * @param pointer to the text in the request, for refusals
   * @throws CairnException {@link ErrorCode#INVALID_QUERY} if it is too long, asks for nothing, or
   *     has an alternative that only says what must not be there
   */
  public static SearchExpression parse(String text, String pointer) {
    if (text.length() > MAX_LENGTH) {
      throw refused(pointer, "has more than " + MAX_LENGTH + " characters");
    }
    List<Clause> clauses = new ArrayList<>();
    List<Term> all = new ArrayList<>();
    List<Term> none = new ArrayList<>();
    int terms = 0;
    for (SearchScan scan = new SearchScan(text); scan.advance(); ) {
      if (scan.isBare(OR)) {
        close(clauses, all, none, pointer);
        continue;
      }
      List<Word> words = Words.of(scan.text());
      if (!words.isEmpty() && ++terms > MAX_TERMS) {
        throw refused(pointer, "has more than " + MAX_TERMS + " words and phrases");
      }
      if (!words.isEmpty()) {
        (scan.isExcluded() ? none : all).add(Term.of(words, scan.text(), scan.isPrefix()));
      }
    }
    close(clauses, all, none, pointer);
    if (clauses.isEmpty()) {
      throw refused(pointer, "has no word to look for");
    }
    return new SearchExpression(List.copyOf(clauses));
  }

  private static void close(List<Clause> clauses, List<Term> all, List<Term> none, String pointer) {
    if (all.isEmpty() && !none.isEmpty()) {
      throw refused(pointer, "only says what must not be there; it must ask for something, too");
    }
    if (!all.isEmpty()) {
      clauses.add(new Clause(List.copyOf(all), List.copyOf(none)));
    }
    all.clear();
    none.clear();
  }

  private static CairnException refused(String pointer, String reason) {
    return new CairnException(
        ErrorCode.INVALID_QUERY,
        "The text of a search " + reason + ".",
        List.of(new Violation(pointer, reason)));
  }

  /**
   * The same for FTS5, whose syntax stands only in what is added here: of what was typed nothing
   * but letters and digits is left.
   *
   * @param columns numbers of the columns {@code f0}, {@code f1}, … that are looked at
   */
  public String match(List<Integer> columns) {
    String of = columns.stream().map(i -> "f" + i).collect(Collectors.joining(" ", "{", "}"));
    return clauses.stream()
        .map(SearchExpression::spelt)
        .collect(Collectors.joining(" OR ", of + " : (", ")"));
  }

  private static String spelt(Clause clause) {
    String all = joined(clause.all(), " AND ");
    return clause.none().isEmpty()
        ? all
        : "(" + all + " NOT " + joined(clause.none(), " OR ") + ")";
  }

  private static String joined(List<Term> terms, String by) {
    return terms.stream().map(Term::match).collect(Collectors.joining(by, "(", ")"));
  }
}
