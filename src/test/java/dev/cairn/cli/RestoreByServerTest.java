package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.FakeServer.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code cairn restore --server}: what it asks of the server, and what it makes of the answers. */
@Timeout(60)
class RestoreByServerTest {

  private static final String RUNNING =
      "{\"id\":\"1-a\",\"state\":\"running\",\"progress\":0.25,\"detail\":\"Restores the state.\"}";
  private static final String DONE =
      "{\"id\":\"1-a\",\"state\":\"succeeded\",\"progress\":1.0,\"detail\":\"Done.\",\"result\":{"
          + "\"restoredRevision\":12,\"at\":\"2026-01-02T03:00:00.123Z\","
          + "\"undoAt\":\"2026-01-02T03:04:05.770Z\"}}";

  private static Run restore(FakeServer server, String... arguments) {
    String[] all = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--server=" + server.url();
    return Run.of(RestoreCommand::new, "", all);
  }

  @Test
  void whatIsDoneAtOnceIsTold() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.misbehave(Fault.answer(200, DONE), Fault.answer(200, DONE));

      Run run = restore(server, "guild:7", "b", "--at", "2026-01-02T03:00:01Z");

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out())
          .contains("guild:7: revision 12 as of 2026-01-02T03:00:00.123Z")
          .contains("undo with --at 2026-01-02T03:04:05.770Z");
      assertThat(server.requests())
          .containsExactly("POST /v1/shards/guild%3A7/restore", "POST /v1/shards/b/restore");
    }
  }

  @Test
  void whatTakesLongIsFollowedToItsEnd() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.misbehave(
          Fault.answer(202, RUNNING), Fault.answer(200, RUNNING), Fault.answer(200, DONE));

      Run run = restore(server, "a", "--revision", "12");

      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).contains("a:  25 % Restores the state.");
      assertThat(run.waits()).hasSize(2);
      assertThat(server.requests())
          .containsExactly(
              "POST /v1/shards/a/restore", "GET /v1/operations/1-a", "GET /v1/operations/1-a");
    }
  }

  @Test
  void aRefusalIsSaidAndTheOthersGoOn() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.misbehave(
          Fault.answer(404, "{\"code\":\"point-not-found\",\"detail\":\"Begins later.\"}"),
          Fault.answer(200, DONE));

      Run run = restore(server, "a", "b", "-q", "--copy", "2026-01-02T03-04-05.678Z-r12");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("a: point-not-found: Begins later.");
      assertThat(run.out()).contains("b: revision 12");
    }
  }

  @Test
  void aFailureAndACancellationAreFailures() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.misbehave(
          Fault.answer(202, RUNNING),
          Fault.answer(
              200, "{\"id\":\"1-a\",\"state\":\"failed\",\"progress\":0.1,\"detail\":\"Gone.\"}"));

      Run run = restore(server, "a", "-q", "--revision", "1");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).isEqualTo("a: failed: Gone.\n");
    }
  }

  @Test
  void theWishIsNeverSentTwice() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.misbehave(Fault.answer(503, "{\"code\":\"shard-busy\",\"detail\":\"Busy.\"}"));

      Run run = restore(server, "a", "--revision", "1");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aServerThatIsGoneIsExitCodeThree() throws Exception {
    FakeServer server = new FakeServer();
    server.close();

    assertThat(restore(server, "a", "--revision", "1").exitCode()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--all",
        "a --to f",
        "a --at 2026-01-02T03:00:01Z --revision 3",
        "a --revision 3 --copy x",
        "",
        ".a --revision 3"
      })
  void aCommandLineThatCannotBeIsExitCodeTwoOrOne(String arguments) throws Exception {
    try (FakeServer server = new FakeServer()) {
      Run run = restore(server, arguments.isEmpty() ? new String[0] : arguments.split(" "));

      assertThat(run.exitCode()).isIn(1, 2);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void anAddressThatIsNoneAndARevisionWithoutServerAreExitCodeTwo() {
    assertThat(Run.of(RestoreCommand::new, "", "a", "--server=nowhere").exitCode()).isEqualTo(2);
    assertThat(Run.of(RestoreCommand::new, "", "a", "--backup=/x", "--revision=3").exitCode())
        .isEqualTo(2);
  }
}
