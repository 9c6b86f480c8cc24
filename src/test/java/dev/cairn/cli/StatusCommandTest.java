package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StatusCommandTest {

  @Test
  void aHealthyServerIsShownLineByLine() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.health("{\"status\":\"UP\",\"checks\":[{\"name\":\"disk\",\"data\":{\"free\":7}}]}");
      Run run = status(server);
      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).containsPattern("version +1\n").containsPattern("list.a.shard +a\n");
      assertThat(run.out()).containsPattern("health.checks.disk.data.free +7\n");
    }
  }

  @Test
  void badHealthIsExitCodeOneAndShownAtOnce() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.health("{\"status\":\"DOWN\"}");
      Run run = status(server);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).containsPattern("health.status +DOWN\n");
      assertThat(run.waits()).isEmpty();
    }
  }

  @Test
  void aServerThatIsNotCairnIsExitCodeOne() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.misbehave(FakeServer.Fault.answer(200, "<html>"));
      assertThat(status(server).exitCode()).isEqualTo(1);
    }
  }

  @Test
  void aProblemIsSaid() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.misbehave(
          FakeServer.Fault.answer(500, "{\"code\":\"internal\",\"detail\":\"broken\"}"));
      Run run = status(server);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).contains("internal: broken (HTTP 500)");
    }
  }

  @Test
  void nobodyListeningIsExitCodeThree() throws Exception {
    FakeServer server = new FakeServer();
    server.close();
    Run run = status(server);
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("nothing answers there");
  }

  @Test
  void anAddressThatIsNoneIsExitCodeTwo() {
    assertThat(Run.of(StatusCommand::new, "", "--management=nowhere").exitCode()).isEqualTo(2);
  }

  private static Run status(FakeServer server) {
    return Run.of(
        StatusCommand::new, "", "--server=" + server.url(), "--management=" + server.url());
  }
}
