package dev.cairn.cli;

import java.util.Locale;

/** What an import does with an entry that exists already. */
enum OnConflict {
  /** The item fails. */
  FAIL,
  /** The entry stays as it is. */
  SKIP,
  /** The item takes its place. */
  REPLACE;

  /** The word of the HTTP API and of the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
