package dev.cairn.cli;

import dev.cairn.json.JsonView;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cairn backup verify}: has shards restored on trial. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Has the server restore each shard from its replica on trial, and compare it with the shard.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Every shard can be restored.",
      "1:A shard can't, or could not be tried.",
      "2:The command line can't be used.",
      "3:The server can't be reached, or takes no key."
    })
public final class BackupVerifyCommand implements Callable<Integer>, BackupQuestion {

  /** How long the trial of one shard may take. */
  private static final Duration LIMIT = Duration.ofHours(1);

  private final Surroundings surroundings;

  @Mixin private BackupAsking asking = new BackupAsking();

  /** A command that uses this process's surroundings. */
  public BackupVerifyCommand() {
    this(Surroundings.ofProcess());
  }

  BackupVerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    return asking.ask(surroundings, this);
  }

  @Override
  public String command() {
    return "backup verify";
  }

  @Override
  public HttpRequest request(ServerClient client, String path) {
    return client
        .to(path + "/verify")
        .timeout(LIMIT)
        .POST(HttpRequest.BodyPublishers.noBody())
        .build();
  }

  @Override
  public List<String> columns() {
    return List.of("RESTORABLE", "REVISION", "TOOK", "REASON");
  }

  @Override
  public List<String> cells(JsonView answer) {
    return List.of(
        isWell(answer) ? "yes" : "NO",
        BackupQuestion.cell(answer, "revision"),
        BackupQuestion.cell(answer, "took"),
        CliJson.string(answer, "reason"));
  }

  @Override
  public boolean isWell(JsonView answer) {
    return BackupQuestion.cell(answer, "ok").equals("true");
  }
}
