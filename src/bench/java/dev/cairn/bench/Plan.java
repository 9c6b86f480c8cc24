package dev.cairn.bench;

import java.nio.file.Path;

/**
 * How long and how often things are measured, and where they are kept.
 *
 * @param home the clone
 * @param work a directory of its own for the data of the run; deleted afterwards
 * @param quick whether to measure only what the bars are about, and briefly
 */
record Plan(Path home, Path work, boolean quick) {

  /** How often the sides take turns; the figures are the medians of the turns. */
  int rounds() {
    return quick ? 2 : 3;
  }

  /** Seconds of one turn of a load. */
  int seconds() {
    return quick ? 2 : 4;
  }
}
