package dev.cairn.cli;

import picocli.CommandLine.Option;

/** The option of every command that shows its progress. */
final class Quietness {

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress, only results and errors.")
  private boolean quiet;

  boolean quiet() {
    return quiet;
  }
}
