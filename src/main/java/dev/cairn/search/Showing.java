package dev.cairn.search;

import dev.cairn.Entry;
import dev.cairn.query.Field;
import dev.cairn.query.SearchedText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows the texts of entries that were found, with marks around what was looked for. Immutable; any
 * thread.
 */
final class Showing {

  private static final String CUT = "…";

  private final Search search;
  private final List<String> fields;
  private final List<Field> parsed;
  private final List<Integer> columns;
  private final List<Term> terms;

  /**
   * For the answers to {@code search}.
   *
   * @param fields of the index
   * @param columns numbers of those that are looked at
   */
  Showing(Search search, List<String> fields, List<Integer> columns) {
    this.search = search;
    this.fields = fields;
    this.parsed = fields.stream().map(SearchedText::field).toList();
    this.columns = columns;
    this.terms = search.expression().clauses().stream().flatMap(c -> c.all().stream()).toList();
  }

  /** A part of a text, counted in words. */
  private record Span(int start, int end) {}

  /** The entry as it is answered; it carries value and metadata if its texts are to be shown. */
  Found of(Entry entry, double score) {
    Map<String, String> snippets = new LinkedHashMap<>();
    Map<String, String> highlights = new LinkedHashMap<>();
    if (search.shows()) {
      FoundTexts texts = FoundTexts.of(parsed, entry);
      for (int column : columns) {
        String text = texts.texts().get(column);
        if (text != null) {
          show(fields.get(column), text, texts.words().get(column), snippets, highlights);
        }
      }
    }
    return new Found(search.query().narrow(entry), score, snippets, highlights);
  }

  private void show(
      String field,
      String text,
      List<Word> words,
      Map<String, String> snippets,
      Map<String, String> highlights) {
    List<Span> places = places(words);
    if (places.isEmpty()) {
      return;
    }
    Marks snippet = search.snippets();
    if (snippet != null) {
      Span best = best(words.size(), places, snippet.words());
      snippets.put(field, marked(text, words, places, best, snippet));
    }
    Marks highlight = search.highlights();
    if (highlight != null) {
      highlights.put(field, marked(text, words, places, new Span(0, words.size()), highlight));
    }
  }

  /** Where something stands that was looked for; what overlaps is one place. */
  private List<Span> places(List<Word> words) {
    List<Span> places = new ArrayList<>();
    for (int at = 0; at < words.size(); at++) {
      int end = at;
      for (Term term : terms) {
        if (term.isAt(words, at)) {
          end = Math.max(end, at + term.words().size());
        }
      }
      Span last = places.isEmpty() ? null : places.getLast();
      if (end > at && last != null && at < last.end()) {
        places.set(places.size() - 1, new Span(last.start(), Math.max(last.end(), end)));
      } else if (end > at) {
        places.add(new Span(at, end));
      }
    }
    return places;
  }

  /** The part of so many words that has the most places, the first of several, about its middle. */
  private static Span best(int all, List<Span> places, int most) {
    int best = 0;
    int from = 0;
    for (int first = 0, behind = 0; first < places.size(); first++) {
      while (behind < places.size()
          && places.get(behind).end() - places.get(first).start() <= most) {
        behind++;
      }
      if (behind - first > best) {
        best = behind - first;
        from = first;
      }
    }
    int start = places.get(from).start();
    int end = places.get(from + Math.max(best, 1) - 1).end();
    int begin = Math.max(0, Math.min(start - Math.max(0, most - (end - start)) / 2, all - most));
    return new Span(begin, Math.min(all, begin + most));
  }

  private static String marked(
      String text, List<Word> words, List<Span> places, Span part, Marks marks) {
    boolean cutBefore = part.start() > 0;
    boolean cutBehind = part.end() < words.size();
    int at = cutBefore ? words.get(part.start()).start() : 0;
    int end = cutBehind ? words.get(part.end() - 1).end() : text.length();
    StringBuilder shown = new StringBuilder(cutBefore ? CUT : "");
    for (Span place : places) {
      int first = Math.max(place.start(), part.start());
      int behind = Math.min(place.end(), part.end());
      if (first < behind) {
        shown.append(text, at, words.get(first).start()).append(marks.before());
        at = words.get(behind - 1).end();
        shown.append(text, words.get(first).start(), at).append(marks.after());
      }
    }
    return shown.append(text, at, end).append(cutBehind ? CUT : "").toString();
  }

  /** How many UTF-16 units are shown beside the entry. */
  static long length(@Nullable Found found) {
    return found == null ? 0 : length(found.snippets()) + length(found.highlights());
  }

  private static long length(Map<String, String> texts) {
    return texts.values().stream().mapToLong(String::length).sum();
  }
}
