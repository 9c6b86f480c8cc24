package dev.cairn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn keys revoke}: ends keys. */
@Command(
    name = "revoke",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Revokes keys: no request that comes after is let in by them. The last key of an",
      "administrator can't be revoked.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:They are revoked, or were before.",
      "1:One is not.",
      "2:The command line can't be used.",
      "3:The server can't be reached, or takes no key."
    })
public final class KeysRevokeCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Parameters(
      paramLabel = "ID",
      arity = "1..*",
      description = "Their ids, which keys list tells; not the keys themselves.")
  private List<String> ids = List.of();

  /** A command that uses this process's surroundings. */
  public KeysRevokeCommand() {
    this(Surroundings.ofProcess());
  }

  KeysRevokeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (spec == null) {
      throw new IllegalStateException("not run as a command");
    }
    PrintWriter err = spec.commandLine().getErr();
    boolean all = true;
    try (ServerClient client = surroundings.client(connection)) {
      for (String id : ids) {
        ServerClient.Answer<byte[]> answer =
            client.send(
                client.to("/v1/keys/" + ServerClient.encoded(id)).DELETE().build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.status() != 204) {
          all = false;
          err.println(
              "cairn keys revoke: " + id + ": " + Problem.describe(answer.status(), answer.body()));
        }
      }
      return all ? ExitCode.DONE : ExitCode.FAILED;
    } catch (IOException e) {
      err.println("cairn keys revoke: " + e.getMessage());
      return e instanceof ServerGone ? ExitCode.SERVER_GONE : ExitCode.FAILED;
    } finally {
      err.flush();
    }
  }
}
