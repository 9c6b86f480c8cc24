package dev.cairn.json;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** Makes random JSON texts that are strict by construction, in all the spellings there are. */
final class RandomJson {

  private static final int DEEPEST = 5;
  private static final String[] NAMES = {"a", "b", "c", "é", "0", "", "a b"};
  private static final String[] NUMBERS = {
    "0", "-0", "1", "1.0", "1.10", "-12.5e-3", "1e400", "1E+2", "3123", "9007199254740993", "0.1"
  };
  private static final String[] PIECES = {
    "a",
    "b",
    " ",
    "é",
    "€",
    "😀",
    "\u007f",
    "\\n",
    "\\\"",
    "\\\\",
    "\\/",
    "\\u0041",
    "\\u00e9",
    "\\ud83d\\ude00",
    "\\ud800",
    "\\u0000"
  };
  private static final String[] PLAIN_PIECES = {"a", "b", " ", "é", "€", "😀"};
  private static final String[] WHITE = {"", "", "", "", " ", "\n", "\t", "\r\n", "  "};

  private final Random random;
  private boolean escapes = true;

  RandomJson(Random random) {
    this.random = random;
  }

  /** One text with white space around it. */
  String text() {
    escapes = true;
    return white() + value(0) + white();
  }

  /** As {@link #text}, with no backslash in it. */
  String withoutEscapes() {
    escapes = false;
    return white() + value(0) + white();
  }

  private String value(int depth) {
    int kind = random.nextInt(depth < DEEPEST ? 10 : 5);
    return switch (kind) {
      case 0 -> "null";
      case 1 -> random.nextBoolean() ? "true" : "false";
      case 2, 3 -> pick(NUMBERS);
      case 4 -> string();
      case 5, 6 -> array(depth);
      default -> object(depth);
    };
  }

  private String string() {
    StringBuilder string = new StringBuilder("\"");
    for (int i = random.nextInt(5); i > 0; i--) {
      string.append(pick(escapes ? PIECES : PLAIN_PIECES));
    }
    return string.append('"').toString();
  }

  private String array(int depth) {
    StringBuilder array = new StringBuilder("[").append(white());
    for (int i = random.nextInt(4), n = 0; n < i; n++) {
      array.append(n == 0 ? "" : ",").append(white()).append(value(depth + 1)).append(white());
    }
    return array.append(']').toString();
  }

  private String object(int depth) {
    StringBuilder object = new StringBuilder("{").append(white());
    Set<String> used = new HashSet<>();
    String comma = "";
    int most = random.nextInt(20) == 0 ? 40 : random.nextInt(4);
    for (int n = 0; n < most; n++) {
      String name = most > 4 ? "n" + n : pick(NAMES);
      if (used.add(name)) {
        object.append(comma).append(white()).append('"').append(spell(name)).append('"');
        object.append(white()).append(':').append(white());
        object.append(value(most > 4 ? DEEPEST : depth + 1)).append(white());
        comma = ",";
      }
    }
    return object.append('}').toString();
  }

  private String spell(String name) {
    return escapes && !name.isEmpty() && random.nextInt(4) == 0
        ? String.format("\\u%04X", (int) name.charAt(0)) + name.substring(1)
        : name;
  }

  private String white() {
    return pick(WHITE);
  }

  private String pick(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
