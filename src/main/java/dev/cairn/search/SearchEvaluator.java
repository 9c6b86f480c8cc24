package dev.cairn.search;

import dev.cairn.Entry;
import dev.cairn.query.Evaluator;
import dev.cairn.query.Field;
import dev.cairn.query.Query;
import dev.cairn.query.SearchSql;
import dev.cairn.query.SearchedText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The memory back end of searches, which has no index: it reads the texts of all entries. Finds
 * what FTS5 finds, in the same order where no {@code OR} is asked; alternatives that do not hold
 * may count in the score there, and do not here. Any thread.
 */
public final class SearchEvaluator {

  /** How soon a term that stands ever more often in one entry counts no more. */
  private static final double K1 = 1.2;

  /** How much the length of an entry counts. */
  private static final double B = 0.75;

  /** What a term counts that stands in more than half of the entries. */
  private static final double LEAST_IDF = 1e-6;

  private final Search search;
  private final SearchAnswer answer;
  private final Map<Term, Double> idf = new HashMap<>();
  private double averageLength;

  private SearchEvaluator(Search search, List<String> fields) {
    this.search = search;
    this.answer = new SearchAnswer(search, fields);
  }

  /** An entry with its texts. */
  private record Candidate(Entry entry, FoundTexts texts) {}

  /** An entry that was found. */
  private record Ranked(Entry entry, double score) {}

  /**
   * The page that {@code search} asks for.
   *
   * @param entries those of the namespace, with value and with metadata if they have any
   * @param fields texts of the fields of the index that is used
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#INVALID_QUERY} if the search names
   *     a field that is not among them, {@link dev.cairn.ErrorCode#INVALID_CURSOR} if its position
   *     is none of a search
   */
  public static SearchPage page(Iterable<Entry> entries, List<String> fields, Search search) {
    return new SearchEvaluator(search, fields).page(entries, fields);
  }

  private SearchPage page(Iterable<Entry> entries, List<String> fields) {
    List<Candidate> all = new ArrayList<>();
    List<Field> parsed = fields.stream().map(SearchedText::field).toList();
    entries.forEach(entry -> all.add(new Candidate(entry, FoundTexts.of(parsed, entry))));
    weigh(all);
    Query query = search.query();
    List<Ranked> found = new ArrayList<>();
    for (Candidate candidate : all) {
      double score = score(candidate.texts());
      if (score > 0
          && (query.filter() == null || Evaluator.matches(query.filter(), candidate.entry()))
          && SearchSql.isBehind(query.after(), score, candidate.entry().key())) {
        found.add(new Ranked(candidate.entry(), score));
      }
    }
    found.sort(
        Comparator.comparingDouble(Ranked::score)
            .reversed()
            .thenComparing(ranked -> ranked.entry().key()));
    found.stream()
        .skip(query.offset())
        .takeWhile(ranked -> answer.take(ranked.entry(), ranked.score()))
        .forEach(_ -> {});
    return answer.page();
  }

  private void weigh(List<Candidate> all) {
    long words = 0;
    for (Candidate candidate : all) {
      words += candidate.texts().length();
    }
    averageLength = (double) words / Math.max(1, all.size());
    for (Clause clause : search.expression().clauses()) {
      for (Term term : clause.all()) {
        long with = all.stream().filter(c -> c.texts().count(term, answer.columns()) > 0).count();
        double weight = Math.log((all.size() - with + 0.5) / (with + 0.5));
        idf.put(term, weight <= 0 ? LEAST_IDF : weight);
      }
    }
  }

  /** 0 if nothing is found, otherwise above. */
  private double score(FoundTexts texts) {
    double score = 0;
    for (Clause clause : search.expression().clauses()) {
      if (texts.matches(clause, answer.columns())) {
        for (Term term : clause.all()) {
          double often = texts.count(term, answer.columns());
          double length = 1 - B + B * texts.length() / averageLength;
          score += idf.getOrDefault(term, LEAST_IDF) * (often * (K1 + 1)) / (often + K1 * length);
        }
      }
    }
    return score;
  }
}
