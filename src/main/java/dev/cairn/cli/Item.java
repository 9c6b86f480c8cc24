package dev.cairn.cli;

/**
 * One item of an input.
 *
 * @param number counts the items of the input from 0
 * @param row the line of the input on which it begins, from 1
 * @param json its exact bytes
 */
record Item(long number, long row, byte[] json) {

  /** How messages name it; people count from 1. */
  String name() {
    return name(number, row);
  }

  static String name(long number, long row) {
    return "item " + (number + 1) + " (line " + row + ")";
  }
}
