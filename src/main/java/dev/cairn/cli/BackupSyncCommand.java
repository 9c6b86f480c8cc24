package dev.cairn.cli;

import dev.cairn.json.JsonView;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cairn backup sync}: waits until everything of shards is in the replica. */
@Command(
    name = "sync",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Waits until everything that was written to each shard before is in its replica.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Everything is in the replica.",
      "1:Of a shard that is not known.",
      "2:The command line can't be used.",
      "3:The server can't be reached, or takes no key."
    })
public final class BackupSyncCommand implements Callable<Integer>, BackupQuestion {

  private final Surroundings surroundings;

  @Mixin private BackupAsking asking = new BackupAsking();

  /** A command that uses this process's surroundings. */
  public BackupSyncCommand() {
    this(Surroundings.ofProcess());
  }

  BackupSyncCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    return asking.ask(surroundings, this);
  }

  @Override
  public String command() {
    return "backup sync";
  }

  @Override
  public HttpRequest request(ServerClient client, String path) {
    return client.to(path + "/sync").POST(HttpRequest.BodyPublishers.noBody()).build();
  }

  @Override
  public List<String> columns() {
    return List.of("STATE", "REPLICATED");
  }

  @Override
  public List<String> cells(JsonView answer) {
    return List.of(
        BackupQuestion.cell(answer, "state"), BackupQuestion.cell(answer, "replicatedRevision"));
  }

  /** The server answers otherwise if not. */
  @Override
  public boolean isWell(JsonView answer) {
    return true;
  }
}
