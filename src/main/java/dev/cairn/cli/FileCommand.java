package dev.cairn.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cairn file}: shards as files; by itself it tells what there is. */
@Command(
    name = "file",
    mixinStandardHelpOptions = true,
    description = {
      "Takes shards out of a running server as SQLite files, and brings such files in.",
      ""
    },
    subcommands = {FileGetCommand.class, FilePutCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn file get guild-7 -o guild-7.sqlite",
      "  cairn file put guild-8 guild-7.sqlite"
    })
public final class FileCommand implements Callable<Integer> {

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
