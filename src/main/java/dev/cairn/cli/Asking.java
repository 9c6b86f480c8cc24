package dev.cairn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** How the commands that show what a running server says end, and tell why they could not. */
final class Asking {

  private Asking() {}

  /** Asks a server and prints what it says. */
  interface Question {

    /** Gives an exit code. */
    int ask(PrintWriter out) throws ItemFault, IOException, InterruptedException;
  }

  /**
   * Runs a question.
   *
   * @param spec of the command that asks
   * @param name what it is called before its complaints
   * @return the exit code
   * @throws IllegalStateException if it was not run as a command
   */
  static int run(@Nullable CommandSpec spec, String name, Question question)
      throws InterruptedException {
    if (spec == null) {
      throw new IllegalStateException("not run as a command");
    }
    PrintWriter out = spec.commandLine().getOut();
    try {
      return question.ask(out);
    } catch (ItemFault | IOException e) {
      spec.commandLine().getErr().println("cairn " + name + ": " + e.getMessage());
      spec.commandLine().getErr().flush();
      return e instanceof ServerGone ? ExitCode.SERVER_GONE : ExitCode.FAILED;
    } finally {
      out.flush();
    }
  }
}
