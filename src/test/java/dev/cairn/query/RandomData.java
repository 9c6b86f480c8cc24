package dev.cairn.query;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Key;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Entries full of traps, and queries that step on them. */
final class RandomData {

  private static final String LONG = "long ".repeat(204) + "1234"; // 1,024 bytes

  private static final String[] NUMBERS = {
    "0",
    "-0",
    "-0.0",
    "1",
    "1.0",
    "1E0",
    "-1",
    "2",
    "1E5",
    "100000",
    "9007199254740992",
    "9007199254740993",
    "9007199254740993.0",
    "9223372036854775807",
    "9223372036854775808",
    "9223372036854775809",
    "-9223372036854775808",
    "-9223372036854775809",
    "1e400",
    "-1e400",
    "1e308",
    "0.1",
    "0.1000000000000000055511151231257827",
    "66038221268335053258471412747670889623"
  };

  private static final String[] STRINGS = {
    "",
    "a",
    "A",
    "ab",
    "abc",
    "b",
    "\\u0061",
    "a\\u0000",
    "a\\u0000b",
    "\\u0000",
    "é",
    "e\\u0301",
    "😀",
    "\\ud83d\\ude00",
    "\\ufffd",
    "�",
    "\\ud800",
    "\\udc00",
    "\\ud800\\ud83d\\ude00",
    "a\\ud800",
    "1",
    "true",
    "null",
    "[1]",
    "%",
    "_",
    "\\\"",
    "\\\\",
    "\\/",
    "\\n",
    LONG,
    LONG + "x",
    LONG + "y",
    LONG.substring(1) + "é1",
    LONG.substring(1) + "é2"
  };

  private static final String[] NAMES = {
    "a", "b", "\\u0062", "", "a.b", "$x", "a\\\"b", "a\\\\b", "\\u0000", "é", "😀", "[0]", "x y"
  };

  private static final String[] FIELDS = {
    "a",
    "b",
    "a",
    "b",
    "a.b",
    "b.a",
    "a[0]",
    "a[1]",
    "[0]",
    "[1][0]",
    "[\\\"\\\"]",
    "[\\\"a.b\\\"]",
    "[\\\"$x\\\"]",
    "[\\\"a\\\\\\\"b\\\"]",
    "[\\\"a\\\\\\\\b\\\"]",
    "[\\\"\\\\u0000\\\"]",
    "é",
    "😀",
    "x y",
    "[\\\"[0]\\\"]",
    "$value",
    "$value",
    "$key",
    "$version",
    "$metadata",
    "$metadata.a",
    "$metadata.b[0]"
  };

  private static final String[] TIMES = {
    "1970-01-01T00:00:00Z",
    "1970-01-01T00:00:00.001Z",
    "1970-01-01T01:00:00.002+01:00",
    "1969-12-31T23:59:59.999Z",
    "1970-01-01T00:00:00.005Z"
  };

  private static final String[] KEYS = {
    "a",
    "b",
    "a/b",
    "a\u0000",
    "a\u0000b",
    "\u0000",
    "é",
    "😀",
    "\ufffd",
    "..",
    "%",
    "1",
    "ab",
    "abc",
    "A"
  };

  private final Random random;

  RandomData(long seed) {
    this.random = new Random(seed);
  }

  int upTo(int most) {
    return random.nextInt(most + 1);
  }

  private String one(String[] of) {
    return of[random.nextInt(of.length)];
  }

  /** Up to 40 entries in the order of their keys. */
  List<Entry> entries() {
    TreeSet<Key> keys = new TreeSet<>(Comparator.naturalOrder());
    int count = upTo(40);
    for (int i = 0; i < count; i++) {
      keys.add(Key.of(one(KEYS) + (random.nextBoolean() ? "" : one(KEYS))));
    }
    List<Entry> entries = new ArrayList<>();
    for (Key key : keys) {
      JsonText metadata = random.nextInt(3) == 0 ? null : JsonText.ofChecked(object(2));
      entries.add(
          new Entry(key, 1 + upTo(5), upTo(5) - 1, upTo(5), JsonText.ofChecked(top()), metadata));
    }
    return entries;
  }

  private String top() {
    return random.nextInt(4) == 0 ? " " + value(3) + "\n" : object(3);
  }

  private String value(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0 -> one(new String[] {"null", "true", "false"});
      case 1, 2 -> one(NUMBERS);
      case 3, 4, 5 -> "\"" + one(STRINGS) + "\"";
      case 6 -> array(depth - 1);
      default -> object(depth - 1);
    };
  }

  private String array(int depth) {
    List<String> elements = new ArrayList<>();
    for (int i = upTo(3); i > 0; i--) {
      elements.add(value(depth));
    }
    return "[" + String.join(random.nextBoolean() ? "," : " ,\t", elements) + "]";
  }

  private String object(int depth) {
    List<String> members = new ArrayList<>();
    boolean escaped = random.nextBoolean();
    for (String name : NAMES) {
      boolean twin = name.equals("b") ? escaped : name.equals("\\u0062") && !escaped;
      boolean likely = name.equals("a") || name.equals("b") || name.equals("\\u0062");
      if (!twin && random.nextInt(likely ? 4 : 9) < (likely ? 3 : 1)) {
        members.add("\"" + name + "\" :" + value(depth));
      }
    }
    return "{" + String.join(" , ", members) + "}";
  }

  /** The JSON of a filter. */
  String filter(int depth) {
    return switch (depth == 0 ? 9 : random.nextInt(9)) {
      case 0 -> "{\"not\":" + filter(depth - 1) + "}";
      case 1 -> "{\"and\":" + filters(depth - 1) + "}";
      case 2 -> "{\"or\":" + filters(depth - 1) + "}";
      default -> condition();
    };
  }

  private String filters(int depth) {
    List<String> filters = new ArrayList<>();
    for (int i = upTo(3); i > 0; i--) {
      filters.add(filter(depth));
    }
    return filters.toString();
  }

  private String condition() {
    boolean time = random.nextInt(8) == 0;
    Operator operator = Operator.values()[random.nextInt(Operator.values().length)];
    if (time && operator.ordinal() >= Operator.CONTAINS.ordinal() && operator != Operator.EXISTS) {
      operator = Operator.IN;
    }
    String operand =
        switch (operator) {
          case EXISTS -> Boolean.toString(random.nextBoolean());
          case STARTS_WITH, ENDS_WITH -> text();
          case IN, NIN, CONTAINS_ANY, CONTAINS_ALL -> operands(time);
          default -> operand(time, !operator.isOrder());
        };
    return "{\"field\":\"%s\",\"operator\":\"%s\",\"value\":%s}"
        .formatted(time ? time() : one(FIELDS), operator.word(), operand);
  }

  /** Up to three fields that may be indexed. */
  List<String> indexed() {
    List<String> fields = new ArrayList<>();
    for (int i = 1 + upTo(2); i > 0; i--) {
      String field = random.nextInt(6) == 0 ? time() : one(FIELDS);
      if (!field.equals("$key") && !fields.contains(field)) {
        fields.add(field.replace("\\\"", "\"").replace("\\\\", "\\"));
      }
    }
    return fields;
  }

  private String time() {
    return random.nextBoolean() ? "$created" : "$updated";
  }

  private String operands(boolean time) {
    List<String> operands = new ArrayList<>();
    for (int i = upTo(5); i > 0; i--) {
      operands.add(operand(time, true));
    }
    return operands.toString();
  }

  private String operand(boolean time, boolean orNull) {
    if (time) {
      return "\"" + one(TIMES) + "\"";
    }
    return switch (random.nextInt(7)) {
      case 0 -> orNull ? "null" : "false";
      case 1 -> Boolean.toString(random.nextBoolean());
      case 2, 3 -> number();
      default -> text();
    };
  }

  private String number() {
    String number = one(NUMBERS);
    return number.contains("e400") ? "3" : number;
  }

  private String text() {
    String text = random.nextInt(4) == 0 ? one(KEYS).replace("\u0000", "\\u0000") : one(STRINGS);
    return text.contains("\\ud800") || text.equals("\\udc00") ? "\"\"" : "\"" + text + "\"";
  }

  /** The JSON of up to four aggregates. */
  String aggregates() {
    List<String> aggregates = new ArrayList<>();
    for (int i = 1 + upTo(3); i > 0; i--) {
      String function = one(new String[] {"count", "min", "max", "sum", "avg"});
      boolean ofTime = random.nextInt(8) == 0 && !function.equals("sum") && !function.equals("avg");
      String field = ",\"field\":\"" + (ofTime ? time() : one(FIELDS)) + "\"";
      boolean bare = function.equals("count") && random.nextBoolean();
      aggregates.add("\"f%d\":{\"function\":\"%s\"%s}".formatted(i, function, bare ? "" : field));
    }
    return "{" + String.join(",", aggregates) + "}";
  }

  /** A field that groups entries. */
  String groupBy() {
    String field = random.nextInt(6) == 0 ? time() : one(FIELDS);
    return field.replace("\\\"", "\"").replace("\\\\", "\\");
  }

  /** The JSON of a sort of up to three criteria. */
  String sort() {
    List<String> criteria = new ArrayList<>();
    for (int i = upTo(3); i > 0; i--) {
      String field = random.nextInt(6) == 0 ? time() : one(FIELDS);
      String order = random.nextBoolean() ? "asc" : "desc";
      criteria.add("{\"field\":\"%s\",\"order\":\"%s\"}".formatted(field, order));
    }
    return criteria.toString();
  }
}
