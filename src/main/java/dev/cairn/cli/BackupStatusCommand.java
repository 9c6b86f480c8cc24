package dev.cairn.cli;

import dev.cairn.json.JsonView;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cairn backup status}: says how the backups of shards stand. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows how the backup of each shard stands: its state, by how much it is behind, and the last",
      "whole copy.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All is well.",
      "1:A backup is failing or off, its last copy failed, or a shard could not be asked about.",
      "2:The command line can't be used.",
      "3:The server can't be reached, or takes no key."
    })
public final class BackupStatusCommand implements Callable<Integer>, BackupQuestion {

  private static final Set<String> BAD = Set.of("failing", "off");

  private final Surroundings surroundings;

  @Mixin private BackupAsking asking = new BackupAsking();

  /** A command that uses this process's surroundings. */
  public BackupStatusCommand() {
    this(Surroundings.ofProcess());
  }

  BackupStatusCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    return asking.ask(surroundings, this);
  }

  @Override
  public String command() {
    return "backup status";
  }

  @Override
  public HttpRequest request(ServerClient client, String path) {
    return client.to(path).GET().build();
  }

  @Override
  public List<String> columns() {
    return List.of("STATE", "LAG", "REPLICATED", "EPOCH", "LAST COPY", "REASON");
  }

  @Override
  public List<String> cells(JsonView answer) {
    JsonView copy = CliJson.member(answer, "lastCopy");
    String lag = BackupQuestion.cell(answer, "lagSeconds");
    return List.of(
        BackupQuestion.cell(answer, "state"),
        lag.equals("-") ? lag : lag + " s",
        BackupQuestion.cell(answer, "replicatedRevision"),
        BackupQuestion.cell(answer, "epoch"),
        copy == null ? "-" : BackupQuestion.cell(copy, "copy"),
        reason(answer));
  }

  private static String reason(JsonView answer) {
    String reason = CliJson.string(answer, "reason");
    String copy = CliJson.string(answer, "copyFailure");
    return reason + (reason.isEmpty() || copy.isEmpty() ? "" : " ") + copy;
  }

  @Override
  public boolean isWell(JsonView answer) {
    return !BAD.contains(CliJson.string(answer, "state"))
        && CliJson.string(answer, "copyFailure").isEmpty();
  }
}
