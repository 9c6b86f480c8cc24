package dev.cairn.app;

import dev.cairn.cli.HealthCommand;
import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

/**
 * Where the one executable begins. The command line is parsed before anything else, and only {@code
 * serve} starts the application server: a command beside a running service must not take its ports.
 */
@QuarkusMain
public final class Main {

  private Main() {}

  /** Runs the command that {@code args} name and ends the process with its exit code. */
  public static void main(String... args) {
    NativeHeap.bound(args);
    System.exit(commandLine().execute(args));
  }

  /** The whole command line, ready to parse. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new CairnCommand());
    commandLine.addSubcommand(new HealthCommand(new ManagementSetting(System.getenv())));
    commandLine.setUsageHelpAutoWidth(true);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler(
        (mistake, arguments) -> {
          CommandLine command = mistake.getCommandLine();
          String name = command.getCommandSpec().qualifiedName();
          command.getErr().println("cairn: " + mistake.getMessage() + "; see " + name + " --help");
          return command.getCommandSpec().exitCodeOnInvalidInput();
        });
    return commandLine;
  }
}
