package dev.cairn.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cairn keys}: makes, lists and revokes keys; by itself it tells what there is. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = {"Makes, lists and revokes the keys of a running server.", ""},
    subcommands = {KeysCreateCommand.class, KeysListCommand.class, KeysRevokeCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn keys create --admin --to admin.key",
      "  cairn keys create --key-file admin.key --name app --scope 'write:guild-*' --expires 90d",
      "  cairn keys list --key-file admin.key",
      "  cairn keys create --admin --data ./data      when every administrator's key is lost"
    })
public final class KeysCommand implements Callable<Integer> {

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
