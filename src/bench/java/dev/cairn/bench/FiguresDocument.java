package dev.cairn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place in a document that holds figures, between two marks. Each part has a section of its own
 * there, so that a run of some parts leaves the figures of the others as they are.
 */
final class FiguresDocument {

  private static final String BEGIN = "<!-- figures -->";
  private static final String END = "<!-- /figures -->";
  private static final Pattern SECTION =
      Pattern.compile("<!-- part (\\w+) -->\n(.*?)(?=<!-- part |\\z)", Pattern.DOTALL);

  private FiguresDocument() {}

  /**
   * Puts figures into a document in place of those that the same parts had there.
   *
   * @param figures by the names of their parts
   * @throws IllegalStateException if the document has not the two marks
   */
  static void update(Path document, Map<String, String> figures) throws IOException {
    String text = Files.readString(document);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalStateException(document + " has no place between " + BEGIN + " and " + END);
    }
    begin += BEGIN.length();
    Map<String, String> sections = sections(text.substring(begin, end));
    figures.forEach((part, own) -> sections.put(part, own.strip()));
    StringBuilder updated = new StringBuilder(text.substring(0, begin)).append("\n\n");
    sections.forEach(
        (part, own) ->
            updated.append("<!-- part ").append(part).append(" -->\n").append(own).append("\n\n"));
    Files.writeString(document, updated.append(text.substring(end)).toString());
  }

  /** What a document says of the bars, whichever runs that was taken in. */
  static Map<Bar, Double> bars(Path document) throws IOException {
    Map<Bar, Double> bars = new EnumMap<>(Bar.class);
    List<String> lines = Files.readAllLines(document);
    for (Bar bar : Bar.values()) {
      String begin = "| " + bar.text() + " | " + bar.limit() + " | ";
      lines.stream()
          .filter(line -> line.startsWith(begin))
          .map(line -> line.substring(begin.length(), line.indexOf(" |", begin.length())))
          .forEach(measured -> bars.put(bar, Double.valueOf(measured)));
    }
    return bars;
  }

  private static Map<String, String> sections(String text) {
    Map<String, String> sections = new LinkedHashMap<>();
    Matcher found = SECTION.matcher(text);
    while (found.find()) {
      sections.put(found.group(1), found.group(2).strip());
    }
    return sections;
  }
}
