package dev.cairn.bench;

import java.io.IOException;

/** A part of the suite that can be run by itself. */
interface Part {

  /**
   * Measures and reports.
   *
   * @throws IllegalStateException if a result is not what it must be
   */
  void run(Plan plan, Report report) throws IOException, InterruptedException;
}
