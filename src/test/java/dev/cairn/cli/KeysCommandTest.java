package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class KeysCommandTest {

  private static final String MADE = "{\"id\":\"abc\",\"name\":\"app\",\"key\":\"cairn_abc_x\"}";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path directory;

  @Test
  void aKeyIsPrintedAloneOnStandardOutput() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.answer("POST /v1/keys", 201, MADE);
      Run run =
          run(
              KeysCreateCommand::new,
              server,
              "--name=app \"1\"",
              "--scope=write:guild-*",
              "--scope=READ:a:b/one,two/user/\u00e9",
              "--expires=90d");
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).isEqualTo("cairn_abc_x\n");
      assertThat(run.err()).contains("Key abc").doesNotContain("cairn_abc_x");
      assertThat(server.bodies())
          .containsExactly(
              "{\"name\":\"app \\\"1\\\"\",\"scopes\":[{\"shards\":\"guild-*\",\"role\":\"write\"},"
                  + "{\"shards\":\"a:b\",\"role\":\"read\",\"namespaces\":[\"one\",\"two\"],"
                  + "\"keyPrefix\":\"user/\u00e9\"}],\"expires\":\"1970-04-01T00:00:00Z\"}");
    }
  }

  @Test
  void aKeyThatIsWrittenToAFileIsPrintedNowhere() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.answer("POST /v1/keys", 201, MADE);
      Path file = directory.resolve("admin.key");
      Run run = run(KeysCreateCommand::new, server, "--admin", "--to=" + file);
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out() + run.err()).doesNotContain("cairn_abc_x");
      assertThat(file).hasContent("cairn_abc_x");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      Run again = run(KeysCreateCommand::new, server, "--admin", "--to=" + file);
      assertThat(again.exitCode()).isEqualTo(2);
      assertThat(server.bodies()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--scope=guild-*",
        "--scope=owner:*",
        "--scope=read:.x",
        "--scope=read:",
        "--scope=read:a*b",
        "--scope=read:a/.x",
        "--admin --expires=soon",
        "--admin --expires=1969-01-01T00:00:00Z",
        "--admin --expires=0d",
        "--admin --data=x --server=http://127.0.0.1:1",
        "--admin --data=x --key-file=y"
      })
  void whatCanNotBeMadeIsExitCodeTwo(String arguments) {
    Run run =
        Run.of(
            KeysCreateCommand::new, "", arguments.isEmpty() ? new String[0] : arguments.split(" "));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
  }

  @Test
  void makingAKeyIsAskedForOnce() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.misbehave(FakeServer.Fault.answer(503, "{}"));
      server.answer("POST /v1/keys", 201, MADE);
      Run run = run(KeysCreateCommand::new, server, "--admin");
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void keysAreListedPageByPage() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.answer(
          "GET /v1/keys?limit=1000",
          200,
          "{\"items\":[{\"id\":\"a\",\"name\":\"x y\",\"created\":\"C\",\"lastUsed\":\"L\","
              + "\"scopes\":[{\"shards\":\"*\",\"role\":\"admin\"},{\"shards\":\"g-*\",\"role\":"
              + "\"read\",\"namespaces\":[\"n\"],\"keyPrefix\":\"k/\"}]}],\"nextCursor\":\"q\"}");
      server.answer(
          "GET /v1/keys?limit=1000&cursor=q",
          200,
          "{\"items\":[{\"id\":\"b\",\"revoked\":\"R\",\"scopes\":"
              + "[{\"shards\":\"s\",\"role\":\"write\",\"keyPrefix\":\"k\"}]}]}");
      Run run = run(KeysListCommand::new, server);
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")).toList())
          .containsExactly(
              "ID SCOPES CREATED LAST USED EXPIRES REVOKED NAME",
              "a admin:* read:g-*/n/k/ C L - - x y",
              "b write:s//k - - - R -");
      assertThat(run(KeysListCommand::new, server, "--json").out().lines()).hasSize(2);
    }
  }

  @Test
  void keysAreRevokedAndTheOnesThatAreNotAreTold() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.answer("DELETE /v1/keys/a", 204, "");
      server.answer(
          "DELETE /v1/keys/b", 409, "{\"code\":\"admin-key-needed\",\"detail\":\"the last\"}");
      assertThat(run(KeysRevokeCommand::new, server, "a").exitCode()).isZero();
      Run run = run(KeysRevokeCommand::new, server, "b", "a");
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("b: admin-key-needed: the last (HTTP 409)");
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void theKeyOfTheFileOrOfTheEnvironmentIsSentAndNoOther() throws Exception {
    Path file = Files.writeString(directory.resolve("k"), "cairn_file\n");
    Map<String, String> environment = Map.of("CAIRN_KEY", "cairn_environment");
    try (FakeServer server = new FakeServer()) {
      server.answer("GET /v1/keys?limit=1000", 200, "{\"items\":[]}");
      run(KeysListCommand::new, server);
      with(environment, KeysListCommand::new, server);
      with(environment, KeysListCommand::new, server, "--key-file=" + file);
      assertThat(server.credentials())
          .containsExactly("", "Bearer cairn_environment", "Bearer cairn_file");
    }
  }

  @Test
  void theManagementPortGetsNoKey() throws Exception {
    Map<String, String> environment = Map.of("CAIRN_KEY", "cairn_environment");
    try (FakeServer server = new FakeServer();
        FakeServer management = new FakeServer()) {
      with(environment, StatusCommand::new, server, "--management=" + management.url());
      assertThat(server.credentials()).containsExactly("Bearer cairn_environment");
      assertThat(management.credentials()).containsExactly("");
    }
  }

  @Test
  void aKeyIsNotCarriedToWhereTheServerRedirects() throws Exception {
    Map<String, String> environment = Map.of("CAIRN_KEY", "cairn_environment");
    try (FakeServer server = new FakeServer();
        FakeServer other = new FakeServer()) {
      server.misbehave(
          FakeServer.Fault.answer(307, "", "Location", other.url() + "/v1/keys?limit=1000"));
      assertThat(with(environment, KeysListCommand::new, server).exitCode()).isEqualTo(1);
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void whatHoldsNoKeyIsNamedAndNotTold() throws IOException {
    Path file = Files.writeString(directory.resolve("k"), "secret secret");
    Run ofFile = Run.of(KeysListCommand::new, "", "--key-file=" + file);
    assertThat(ofFile.exitCode()).isEqualTo(2);
    assertThat(ofFile.err()).contains(file.toString()).doesNotContain("secret");
    Run ofNone = Run.of(KeysListCommand::new, "", "--key-file=" + directory.resolve("none"));
    assertThat(ofNone.exitCode()).isEqualTo(2);
    assertThat(ofNone.err()).contains("none");
    Run ofVariable = Run.of(Map.of("CAIRN_KEY", "sec\nret"), KeysListCommand::new, "");
    assertThat(ofVariable.exitCode()).isEqualTo(2);
    assertThat(ofVariable.err()).contains("CAIRN_KEY").doesNotContain("ret\n", "sec");
  }

  @Test
  void whoIsNotLetInIsToldWhatToDo() throws Exception {
    Map<String, String> environment = Map.of("CAIRN_KEY", "cairn_environment");
    FakeServer.Fault refusal = FakeServer.Fault.answer(401, "{\"code\":\"unauthenticated\"}");
    try (FakeServer server = new FakeServer()) {
      server.misbehave(refusal, refusal, refusal);
      Run none = run(KeysListCommand::new, server);
      assertThat(none.exitCode()).isEqualTo(3);
      assertThat(none.err()).contains("asks for a key", "--key-file", "CAIRN_KEY");
      Run wrong = with(environment, KeysListCommand::new, server);
      assertThat(wrong.exitCode()).isEqualTo(3);
      assertThat(wrong.err()).contains("revoked").doesNotContain("cairn_environment");
      Run create = run(KeysCreateCommand::new, server, "--admin");
      assertThat(create.exitCode()).isEqualTo(3);
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void whoMayNotIsToldWhatToDo() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.misbehave(
          FakeServer.Fault.answer(403, "{\"code\":\"forbidden\",\"detail\":\"not yours\"}"));
      Run run = run(KeysListCommand::new, server);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("not yours (HTTP 403)", "--key-file");
    }
  }

  @Test
  void anImportWithoutAKeyCanGoOnWithOne() throws Exception {
    Path input = Files.writeString(directory.resolve("in"), "{\"id\":\"a\"}\n");
    String[] arguments = {input.toString(), "--shard=s", "--key={id}", "--quiet"};
    try (FakeServer server = new FakeServer()) {
      server.misbehave(FakeServer.Fault.answer(401, "{\"code\":\"unauthenticated\"}"));
      Run refused = run(ImportCommand::new, server, arguments);
      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(3);
      assertThat(refused.err()).contains("--key-file", "Run the same command again to go on.");
      Run going = with(Map.of("CAIRN_KEY", "k"), ImportCommand::new, server, arguments);
      assertThat(going.exitCode()).as(going.err()).isZero();
      assertThat(server.stored("s/default/a")).isEqualTo("{\"id\":\"a\"}");
    }
  }

  private static Run run(
      Function<Surroundings, Callable<Integer>> command, FakeServer server, String... arguments) {
    return with(Map.of(), command, server, arguments);
  }

  private static Run with(
      Map<String, String> environment,
      Function<Surroundings, Callable<Integer>> command,
      FakeServer server,
      String... arguments) {
    String[] all = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--server=" + server.url();
    return Run.of(environment, command, "", all);
  }
}
