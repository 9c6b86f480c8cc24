package dev.cairn.cli;

/** The exit codes of the commands. */
final class ExitCode {

  /** Everything was done. */
  static final int DONE = 0;

  /** Some of it failed. */
  static final int FAILED = 1;

  /** The command line can't be used as it is. */
  static final int USAGE = 2;

  /** The server can't be reached, has gone, or takes no key; the same command goes on later. */
  static final int SERVER_GONE = 3;

  private ExitCode() {}
}
