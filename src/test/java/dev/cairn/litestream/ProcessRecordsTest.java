package dev.cairn.litestream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRecordsTest {

  private final List<Process> processes = new ArrayList<>();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  private Path directory;

  @AfterEach
  void endEverything() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void aProcessOfAnEarlierServiceIsEnded() throws Exception {
    Process left = sleeping();
    records().add(left.toHandle(), program(left));

    records().endOthers();

    assertThat(left.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void oneThatDoesNotHeedIsKilled() throws Exception {
    Process left = sleeping();
    records().add(left.toHandle(), program(left));
    Processes.signal("STOP", left.pid());

    records().endOthers();

    assertThat(left.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void oneThatBeganAtAnotherTimeIsSomebodyElses() throws Exception {
    Process other = sleeping();
    remember(other, began(other) - Duration.ofMinutes(1).toMillis(), program(other));

    records().endOthers();

    assertThat(other.isAlive()).isTrue();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void oneThatRunsAnotherProgramIsSomebodyElses() throws Exception {
    Process other = sleeping();
    remember(other, began(other), "/usr/bin/litestream");

    records().endOthers();

    assertThat(other.isAlive()).isTrue();
  }

  @Test
  void oneThatHasEndedIsForgotten() throws Exception {
    Process ended = sleeping();
    records().add(ended.toHandle(), program(ended));
    ended.destroyForcibly().waitFor();

    records().endOthers();

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void oneThatHasEndedAlreadyIsNotEvenRemembered() throws Exception {
    Process ended = sleeping();
    ended.destroyForcibly().waitFor();

    records().add(ended.toHandle(), "/usr/bin/sleep");

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void ourOwnIsLeftAlone() throws Exception {
    Process own = sleeping();
    ProcessRecords records = records();
    records.add(own.toHandle(), program(own));

    records.endOthers();

    assertThat(own.isAlive()).isTrue();
    assertThat(Processes.remembered(directory)).containsExactly(own.pid());
  }

  @Test
  void ourOwnThatWouldNotEndIsEndedBeforeTheNext() throws Exception {
    Process own = sleeping();
    ProcessRecords records = records();
    records.add(own.toHandle(), program(own));
    records.disown(own.pid());

    records.endOthers();

    assertThat(own.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void ourOwnThatHasEndedIsForgotten() throws Exception {
    Process own = sleeping();
    ProcessRecords records = records();
    records.add(own.toHandle(), program(own));

    records.remove(own.pid());

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void whatIsUnreadableThereIsPassedOver() throws Exception {
    Files.writeString(directory.resolve("process-x"), "");
    Files.writeString(directory.resolve("process-" + sleeping().pid()), "nonsense");

    records().endOthers();

    assertThat(processes.getFirst().isAlive()).isTrue();
  }

  private ProcessRecords records() {
    return new ProcessRecords(directory, Rig.SOON, Ticker.SYSTEM);
  }

  private Process sleeping() throws IOException {
    Process process = new ProcessBuilder("sleep", "600").start();
    processes.add(process);
    return process;
  }

  private static String program(Process process) {
    return process.info().command().orElseThrow();
  }

  private static long began(Process process) {
    return process.info().startInstant().orElseThrow().toEpochMilli();
  }

  private void remember(Process process, long began, String program) throws IOException {
    Files.writeString(directory.resolve("process-" + process.pid()), began + "\n" + program + "\n");
  }
}
