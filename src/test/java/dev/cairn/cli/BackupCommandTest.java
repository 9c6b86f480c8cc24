package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The commands that ask a running server about backups. */
@Timeout(60)
class BackupCommandTest {

  private static final String HOT =
      "{\"state\":\"hot\",\"lagSeconds\":0.4,\"replicatedRevision\":12,\"epoch\":7,"
          + "\"lastCopy\":{\"copy\":\"2026-01-02T03-04-05.678Z-r12\",\"revision\":12}}";
  private static final String COLD = "{\"state\":\"cold\",\"replicatedRevision\":0}";
  private static final String FAILING =
      "{\"state\":\"failing\",\"reason\":\"The store is away.\",\"replicatedRevision\":3}";

  @SuppressWarnings("NullAway.Init") // set before each test
  private FakeServer server;

  @BeforeEach
  void start() throws Exception {
    server = new FakeServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Run run(Function<Surroundings, Callable<Integer>> command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--server=" + server.url());
    return Run.of(command, "", all.toArray(String[]::new));
  }

  private Run status(String... arguments) {
    return run(BackupStatusCommand::new, arguments);
  }

  @Test
  void theStateOfEachShardIsARow() {
    server.answer("GET /v1/shards/a/backup", 200, HOT);
    server.answer("GET /v1/shards/guild-7/backup", 200, COLD);

    Run run = status("a", "guild-7");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            SHARD    STATE  LAG    REPLICATED  EPOCH  LAST COPY                     REASON
            a        hot    0.4 s  12          7      2026-01-02T03-04-05.678Z-r12
            guild-7  cold   -      0           -      -
            """);
  }

  @Test
  void everyShardOfTheServerIsAskedAbout() {
    for (String shard : List.of("a", "b", "c")) {
      server.export(shard, "{}");
      server.answer("GET /v1/shards/" + shard + "/backup", 200, COLD);
    }

    Run run = status("--all");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(4);
    assertThat(run.out()).containsPattern("(?m)^c +cold");
  }

  @Test
  void aShardThatIsFailingIsExitCodeOneAndSaysWhy() {
    server.answer("GET /v1/shards/a/backup", 200, FAILING);

    Run run = status("a");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("The store is away.");
  }

  @Test
  void aCopyThatFailedIsExitCodeOne() {
    server.answer(
        "GET /v1/shards/a/backup", 200, "{\"state\":\"cold\",\"copyFailure\":\"No room.\"}");

    Run run = status("a");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("No room.");
  }

  @Test
  void oneThatDoesNotExistDoesNotKeepTheOthersFromBeingShown() {
    server.answer("GET /v1/shards/a/backup", 404, "{\"code\":\"shard-not-found\"}");
    server.answer("GET /v1/shards/b/backup", 200, COLD);

    Run run = status("a", "b");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("a: shard-not-found");
    assertThat(run.out()).containsPattern("(?m)^b +cold");
  }

  @Test
  void jsonIsALineForEachShard() {
    server.answer("GET /v1/shards/a/backup", 200, COLD);
    server.answer("GET /v1/shards/b/backup", 404, "{\"code\":\"shard-not-found\"}");

    Run run = status("a", "b", "--json");

    assertThat(run.out().lines())
        .containsExactly(
            "{\"shard\":\"a\",\"answer\":" + COLD + "}",
            "{\"shard\":\"b\",\"problem\":{\"code\":\"shard-not-found\"}}");
  }

  @Test
  void shardsMustBeNamedOrAllAskedFor() {
    assertThat(status().exitCode()).isEqualTo(2);
    assertThat(status("a", "--all").exitCode()).isEqualTo(2);
    assertThat(status("a", "--prefix=b").exitCode()).isEqualTo(2);
  }

  @Test
  void nobodyListeningIsExitCodeThree() {
    server.close();

    assertThat(status("a").exitCode()).isEqualTo(3);
  }

  @Test
  void aSyncThatIsNotKnownInTimeIsExitCodeOneAndNotAskedAgain() {
    server.answer("POST /v1/shards/a/backup/sync", 504, "{\"code\":\"not-replicated\"}");
    server.answer("POST /v1/shards/b/backup/sync", 200, HOT);

    Run run = run(BackupSyncCommand::new, "a", "b");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("a: not-replicated");
    assertThat(run.out()).containsPattern("(?m)^b +hot +12");
    assertThat(run.waits()).isEmpty();
  }

  @Test
  void aShardThatCanBeRestoredIsExitCodeZero() {
    server.answer(
        "POST /v1/shards/a/backup/verify",
        200,
        "{\"ok\":true,\"revision\":12,\"took\":\"PT0.2S\"}");

    Run run = run(BackupVerifyCommand::new, "a");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("(?m)^a +yes +12 +PT0.2S");
  }

  @Test
  void aShardThatCannotBeRestoredIsExitCodeOne() {
    server.answer(
        "POST /v1/shards/a/backup/verify", 200, "{\"ok\":false,\"reason\":\"A file is missing.\"}");

    Run run = run(BackupVerifyCommand::new, "a");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).containsPattern("(?m)^a +NO +- +- +A file is missing.");
  }

  @Test
  void pointsAreListedPageByPageUpToTheLimit() {
    String path = "GET /v1/shards/a/backup/points?limit=";
    server.answer(
        path + "3",
        200,
        "{\"items\":[{\"at\":\"T3\",\"epoch\":2,\"transaction\":9},"
            + "{\"at\":\"T2\",\"epoch\":2,\"transaction\":8}],"
            + "\"copies\":[{\"copy\":\"C1\",\"revision\":5,\"bytes\":100}],\"nextCursor\":\"c=\"}");
    server.answer(
        path + "1&cursor=c%3D",
        200,
        "{\"items\":[{\"at\":\"T1\",\"epoch\":1,\"transaction\":1}],\"nextCursor\":\"d\"}");

    Run run = run(BackupPointsCommand::new, "a", "--limit=3");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            AT  EPOCH  TRANSACTION
            T3  2      9
            T2  2      8
            T1  1      1

            COPY  REVISION  BYTES
            C1    5         100
            """);
  }

  @Test
  void pointsThatCannotBeListedAreExitCodeOne() {
    server.answer("GET /v1/shards/a/backup/points?limit=20", 409, "{\"code\":\"backup-off\"}");

    Run run = run(BackupPointsCommand::new, "a");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("backup-off");
    assertThat(run(BackupPointsCommand::new, "a", "--limit=0").exitCode()).isEqualTo(2);
  }

  @Test
  void byItselfItTellsWhatThereIs() {
    Run run = Run.of(surroundings -> new BackupCommand(), "");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("status", "sync", "points", "verify");
  }
}
