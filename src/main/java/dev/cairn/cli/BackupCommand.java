package dev.cairn.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cairn backup}: what can be asked about backups; by itself it tells what there is. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {"Asks a running server about the backups of its shards.", ""},
    subcommands = {
      BackupStatusCommand.class,
      BackupSyncCommand.class,
      BackupPointsCommand.class,
      BackupVerifyCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn backup status --all",
      "  cairn backup points guild-7 --limit 100",
      "  cairn backup sync guild-7 && cairn backup verify guild-7"
    })
public final class BackupCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("not run as a command");
    }
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
