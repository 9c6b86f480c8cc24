package dev.cairn.json;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads one written {@link FieldPath}. One thread, one use. */
final class FieldPathParser {

  private static final int MAX_INDEX_DIGITS = 9;
  private static final String NAME_ENDS = ".[]\"\\";

  private final String text;
  private int at;

  FieldPathParser(String text) {
    this.text = text;
  }

  List<FieldPath.Step> parse() {
    if (text.length() > FieldPath.MAX_LENGTH) {
      throw refusal("is longer than " + FieldPath.MAX_LENGTH + " characters");
    }
    if (JsonCheck.hasLoneSurrogate(text)) {
      throw refusal("has a lone surrogate");
    }
    List<FieldPath.Step> steps = new ArrayList<>();
    steps.add(next() == '[' ? bracket() : name());
    while (at < text.length()) {
      steps.add(following());
      if (steps.size() > FieldPath.MAX_STEPS) {
        throw refusal("has more than " + FieldPath.MAX_STEPS + " steps");
      }
    }
    return steps;
  }

  private FieldPath.Step following() {
    return switch (next()) {
      case '[' -> bracket();
      case '.' -> {
        at++;
        yield name();
      }
      default -> throw unexpected("'.' or '['");
    };
  }

  private FieldPath.Step name() {
    int start = at;
    while (at < text.length() && NAME_ENDS.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (at == start) {
      throw unexpected("a name");
    }
    return new FieldPath.Step.Name(text.substring(start, at));
  }

  private FieldPath.Step bracket() {
    at++;
    FieldPath.Step step =
        next() == '"' ? new FieldPath.Step.Name(quoted()) : new FieldPath.Step.Index(index());
    if (next() != ']') {
      throw unexpected("']'");
    }
    at++;
    return step;
  }

  private int index() {
    int start = at;
    while (next() >= '0' && next() <= '9') {
      at++;
    }
    if (at == start) {
      throw unexpected("an index from 0 or a name in double quotes");
    }
    String digits = text.substring(start, at);
    if (digits.length() > 1 && digits.startsWith("0")) {
      throw refusal("has an index with a leading zero");
    }
    if (digits.length() > MAX_INDEX_DIGITS || Integer.parseInt(digits) > FieldPath.MAX_INDEX) {
      throw refusal("has an index above " + FieldPath.MAX_INDEX);
    }
    return Integer.parseInt(digits);
  }

  private String quoted() {
    StringBuilder name = new StringBuilder();
    at++;
    while (next() != '"') {
      if (at >= text.length()) {
        throw unexpected("a closing quote");
      }
      char c = text.charAt(at++);
      name.append(c == '\\' ? escaped() : c);
    }
    at++;
    if (JsonCheck.hasLoneSurrogate(name.toString())) {
      throw refusal("has a lone surrogate");
    }
    return name.toString();
  }

  private char escaped() {
    int letter = next();
    at++;
    return switch (letter) {
      case '"', '\\', '/' -> (char) letter;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit();
      default -> throw refusal("has an escape that JSON does not know");
    };
  }

  private char unit() {
    int end = at + 4;
    if (end > text.length() || !text.substring(at, end).chars().allMatch(HexFormat::isHexDigit)) {
      throw refusal("has an escape without its four hexadecimal digits");
    }
    char unit = (char) HexFormat.fromHexDigits(text, at, end);
    at = end;
    return unit;
  }

  /** The character here, or -1 at the end. */
  private int next() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private CairnException unexpected(String wanted) {
    return refusal("needs " + wanted + " at character " + (at + 1));
  }

  private static CairnException refusal(String fault) {
    return new CairnException(
        ErrorCode.INVALID_QUERY,
        "The field path "
            + fault
            + ". Write it as addr.city, tags[0] or [\"a.b\"].c, with names that hold any of"
            + " . [ ] \" \\ in brackets and quotes.");
  }
}
