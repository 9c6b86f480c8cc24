package dev.cairn.cli;

import dev.cairn.JsonText;
import dev.cairn.json.JsonView;

/** What stands at one place of an input. */
sealed interface Item {

  /** Counts the items of the input from 0, the malformed ones too. */
  long number();

  /** The line of the input on which it begins, from 1. */
  long row();

  /** How messages name it; people count from 1. */
  default String name() {
    return name(number(), row());
  }

  /** How messages name the item with this number on this line. */
  static String name(long number, long row) {
    return "item " + (number + 1) + " (line " + row + ")";
  }

  /**
   * Strict JSON.
   *
   * @param json its exact bytes
   */
  record Sound(long number, long row, JsonText json) implements Item {

    /** Its root. */
    JsonView view() {
      return JsonView.of(json);
    }
  }

  /**
   * Not JSON, or not within the limits.
   *
   * @param why says what is wrong and where
   */
  record Malformed(long number, long row, String why) implements Item {}
}
