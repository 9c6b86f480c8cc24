package dev.cairn.app;

import dev.cairn.cli.BackupCommand;
import dev.cairn.cli.ExportCommand;
import dev.cairn.cli.FileCommand;
import dev.cairn.cli.ImportCommand;
import dev.cairn.cli.KeysCommand;
import dev.cairn.cli.RestoreCommand;
import dev.cairn.cli.SnapshotsCommand;
import dev.cairn.cli.StatusCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The top of the command line; by itself it tells what there is. */
@Command(
    name = "cairn",
    description = "Every tenant its own SQLite database, behind one HTTP API.",
    mixinStandardHelpOptions = true,
    versionProvider = CairnVersion.class,
    subcommands = {
      ServeCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      StatusCommand.class,
      ConfigCommand.class,
      KeysCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      SnapshotsCommand.class,
      FileCommand.class
    },
    footer = {
      "",
      "From a clone, the launcher has three more: build, test and bench.",
      "Begin with: cairn serve"
    })
final class CairnCommand implements Callable<Integer> {

  /** Set by picocli before the command is called. */
  @SuppressWarnings("NullAway.Init") // picocli injects it
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return spec.exitCodeOnInvalidInput();
  }
}
