package dev.cairn.fuzz;

import java.util.Locale;

/** Where the coverage-guided fuzzer comes in: it looks for this method by its name. */
public final class Driven {

  private static final FuzzTarget TARGET =
      FuzzTarget.valueOf(System.getProperty("cairn.fuzz.target", "json").toUpperCase(Locale.ROOT));

  private Driven() {}

  /** Takes one input. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    TARGET.take(input);
  }
}
