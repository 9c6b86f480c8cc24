package dev.cairn.cli;

import dev.cairn.json.JsonView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Text with places for fields of an item, as in <code>country-{code|before:-}</code>. A place names
 * a field ({@code addr.city}, {@code tags[0]}) and any number of filters: {@code before:X} and
 * {@code after:X} (the part before or after the first X; the whole text if there is no X), {@code
 * lower}, {@code upper}. Doubled braces stand for braces. Immutable; any thread.
 */
final class Template {

  private sealed interface Piece {}

  private record Literal(String text) implements Piece {}

  private record Place(ItemField field, List<Filter> filters) implements Piece {}

  @FunctionalInterface
  private interface Filter {
    String apply(String text);
  }

  private final List<Piece> pieces;

  private Template(List<Piece> pieces) {
    this.pieces = List.copyOf(pieces);
  }

  /**
   * Parses a template.
   *
   * @throws IllegalArgumentException says what is wrong with it
   */
  static Template parse(String source) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (int at = 0; at < source.length(); at++) {
      char c = source.charAt(at);
      boolean doubled = at + 1 < source.length() && source.charAt(at + 1) == c;
      if ((c == '{' || c == '}') && doubled) {
        literal.append(c);
        at++;
      } else if (c == '}') {
        throw new IllegalArgumentException("a } without { in '" + source + "' (write }} for a })");
      } else if (c == '{') {
        int end = source.indexOf('}', at);
        if (end < 0) {
          throw new IllegalArgumentException("a { is not closed in '" + source + "'");
        }
        pieces.add(new Literal(literal.toString()));
        literal.setLength(0);
        pieces.add(place(source.substring(at + 1, end)));
        at = end;
      } else {
        literal.append(c);
      }
    }
    pieces.add(new Literal(literal.toString()));
    return new Template(pieces);
  }

  private static Place place(String source) {
    int bar = source.indexOf('|');
    ItemField field = ItemField.parse((bar < 0 ? source : source.substring(0, bar)).strip());
    List<Filter> filters = new ArrayList<>();
    while (bar >= 0) {
      int next = source.indexOf('|', bar + 1);
      filters.add(filter(source.substring(bar + 1, next < 0 ? source.length() : next)));
      bar = next;
    }
    return new Place(field, List.copyOf(filters));
  }

  private static Filter filter(String source) {
    if (source.strip().equals("lower")) {
      return text -> text.toLowerCase(Locale.ROOT);
    }
    if (source.strip().equals("upper")) {
      return text -> text.toUpperCase(Locale.ROOT);
    }
    int colon = source.indexOf(':');
    String name = colon < 0 ? source : source.substring(0, colon).strip();
    String mark = colon < 0 ? "" : source.substring(colon + 1);
    if (!mark.isEmpty() && name.equals("before")) {
      return text -> text.contains(mark) ? text.substring(0, text.indexOf(mark)) : text;
    }
    if (!mark.isEmpty() && name.equals("after")) {
      return text ->
          text.contains(mark) ? text.substring(text.indexOf(mark) + mark.length()) : text;
    }
    throw new IllegalArgumentException(
        "unknown filter '" + source + "'; known are before:X, after:X, lower, upper");
  }

  /**
   * The text for one item.
   *
   * @throws ItemFault if a field is missing, null, an object or an array
   */
  String render(JsonView item) throws ItemFault {
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      switch (piece) {
        case Literal literal -> text.append(literal.text());
        case Place place -> text.append(fill(place, item));
      }
    }
    return text.toString();
  }

  private static String fill(Place place, JsonView item) throws ItemFault {
    JsonView field = place.field().in(item);
    String text =
        switch (field.kind()) {
          case STRING -> CliJson.said(field);
          case NUMBER, TRUE, FALSE -> field.written();
          case NULL, ARRAY, OBJECT ->
              throw new ItemFault(
                  "the field '"
                      + place.field().spelling()
                      + "' is neither text, a number, true nor false");
        };
    for (Filter filter : place.filters()) {
      text = filter.apply(text);
    }
    return text;
  }
}
