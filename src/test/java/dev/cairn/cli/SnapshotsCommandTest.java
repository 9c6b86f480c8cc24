package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.FakeServer.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code cairn snapshots} and {@code cairn file}: what they ask, and what they make of answers. */
@Timeout(60)
class SnapshotsCommandTest {

  private static final String ONE =
      "{\"id\":\"1-a\",\"name\":\"before\",\"created\":\"2026-01-02T03:04:05.678Z\","
          + "\"revision\":12,\"bytes\":81920}";
  private static final String DONE =
      "{\"id\":\"1-b\",\"state\":\"succeeded\",\"progress\":1.0,\"detail\":\"Done.\",\"result\":{"
          + "\"restoredRevision\":12,\"undoSnapshot\":\"2-c\"}}";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path directory;

  private static Run run(
      Function<Surroundings, Callable<Integer>> command, FakeServer server, String... arguments) {
    String[] all = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--server=" + server.url();
    return Run.of(command, "", all);
  }

  @Test
  void snapshotsAreListedInAllPages() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.misbehave(
          Fault.answer(200, "{\"items\":[" + ONE + "],\"nextCursor\":\"x\"}"),
          Fault.answer(200, "{\"items\":[]}"));

      Run run = run(SnapshotsListCommand::new, server, "guild:7");

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).contains("1-a  2026-01-02T03:04:05.678Z  12        81920  before");
      assertThat(server.requests())
          .containsExactly(
              "GET /v1/shards/guild%3A7/snapshots", "GET /v1/shards/guild%3A7/snapshots?cursor=x");
    }
  }

  @Test
  void oneIsMadeAndItsIdPrinted() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.misbehave(Fault.answer(201, ONE));

      Run run = run(SnapshotsCreateCommand::new, server, "a", "--name=say \"x\"", "--comment=c");

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).isEqualTo("1-a\n");
      assertThat(server.requests()).containsExactly("POST /v1/shards/a/snapshots");
    }
  }

  @Test
  void aRefusalIsSaid() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.misbehave(
          Fault.answer(409, "{\"code\":\"too-many-snapshots\",\"detail\":\"Delete one.\"}"));

      Run run = run(SnapshotsCreateCommand::new, server, "a");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("too-many-snapshots");
    }
  }

  @Test
  void aRestoreTellsHowItIsUndone() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.misbehave(Fault.answer(200, DONE), Fault.answer(201, DONE));

      Run inPlace = run(SnapshotsRestoreCommand::new, server, "a", "1-a");
      Run elsewhere = run(SnapshotsRestoreCommand::new, server, "a", "1-a", "--to=b");

      assertThat(inPlace.exitCode()).as(inPlace.err()).isZero();
      assertThat(inPlace.out())
          .isEqualTo("a: revision 12; undo with cairn snapshots restore a 2-c\n");
      assertThat(elsewhere.exitCode()).as(elsewhere.err()).isZero();
      assertThat(elsewhere.out()).startsWith("b: revision 12");
      assertThat(server.requests())
          .containsExactly(
              "POST /v1/shards/a/snapshots/1-a/restore", "POST /v1/shards/a/snapshots/1-a/restore");
    }
  }

  @Test
  void snapshotsAreDeleted() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.misbehave(Fault.answer(204, ""), Fault.answer(403, "{\"code\":\"forbidden\"}"));

      Run run = run(SnapshotsDeleteCommand::new, server, "a", "1-a", "1-b");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("1-b");
      assertThat(server.requests())
          .containsExactly(
              "DELETE /v1/shards/a/snapshots/1-a", "DELETE /v1/shards/a/snapshots/1-b");
    }
  }

  @Test
  void aFileIsTakenOutWholeOrNotAtAll() throws Exception {
    Path file = directory.resolve("a.sqlite");
    try (FakeServer server = new FakeServer()) {
      server.misbehave(
          Fault.answer(404, "{\"code\":\"shard-not-found\"}"), Fault.answer(200, "content"));

      Run refused = run(FileGetCommand::new, server, "a", "-o", file.toString());
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(file).doesNotExist();
      Run run = run(FileGetCommand::new, server, "a", "-o", file.toString());

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(file).hasContent("content");
      assertThat(server.requests()).contains("GET /v1/shards/a/file");
    }
  }

  @Test
  void aFileIsBroughtIn() throws Exception {
    Path file = directory.resolve("a.sqlite");
    Files.writeString(file, "content");
    try (FakeServer server = new FakeServer()) {
      server.misbehave(
          Fault.answer(201, DONE),
          Fault.answer(422, "{\"code\":\"file-refused\",\"detail\":\"No shard.\"}"));

      Run run = run(FilePutCommand::new, server, "a", file.toString());
      Run refused = run(FilePutCommand::new, server, "a", file.toString(), "--replace");

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).contains("a: revision 12");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains("file-refused: No shard.");
      assertThat(server.requests())
          .containsExactly("PUT /v1/shards/a/file", "PUT /v1/shards/a/file?onConflict=replace");
    }
  }
}
