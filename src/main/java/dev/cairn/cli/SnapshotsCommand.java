package dev.cairn.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cairn snapshots}: snapshots of shards; by itself it tells what there is. */
@Command(
    name = "snapshots",
    mixinStandardHelpOptions = true,
    description = {
      "Makes, lists, restores and deletes snapshots of the shards of a running server.",
      ""
    },
    subcommands = {
      SnapshotsListCommand.class,
      SnapshotsCreateCommand.class,
      SnapshotsRestoreCommand.class,
      SnapshotsDeleteCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn snapshots create guild-7 --name 'before the fair'",
      "  cairn snapshots list guild-7",
      "  cairn snapshots restore guild-7 1767323045678-0a1b2c3d --to guild-7-fork"
    })
public final class SnapshotsCommand implements Callable<Integer> {

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
