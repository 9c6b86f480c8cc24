package dev.cairn.backup;

import static dev.cairn.backup.BackupHouse.A;
import static dev.cairn.backup.BackupHouse.B;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a stop in good order leaves in the replica of writes that no round has seen. After a start
 * nothing is copied before the first round, so that what is there then came with the stop.
 */
@Timeout(60)
class LastWritesTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path data;

  @SuppressWarnings("NullAway.Init") // set before each test
  private BackupHouse house;

  @BeforeEach
  void build() {
    house = new BackupHouse(data);
  }

  @AfterEach
  void tearDown() throws Exception {
    house.close();
  }

  @Test
  void theFirstWriteOfAShardIsCopied() {
    long revision = house.put(A, "k", "1");

    house.restart();

    assertThat(house.replicator.restorable("a")).isEqualTo(revision);
  }

  @Test
  void theLastWriteOfAHotShardIsCopied() {
    house.putAndSync(A, "k", "1");
    long revision = house.put(A, "k", "2");

    house.restart();

    assertThat(house.replicator.restorable("a")).isEqualTo(revision);
  }

  @Test
  void whatIsWrittenRightAfterAStartIsCopied() {
    house.putAndSync(A, "k", "1");
    house.restart();
    long revision = house.put(A, "k", "2");

    house.restart();

    assertThat(house.replicator.restorable("a")).isEqualTo(revision);
  }

  @Test
  void whatIsWrittenAfterTheReplicatorDiedIsCopied() {
    house.putAndSync(A, "k", "1");
    house.replicator.startAgain();
    long revision = house.put(A, "k", "2");

    house.restart();

    assertThat(house.replicator.restorable("a")).isEqualTo(revision);
  }

  @Test
  void aReplicaThatDoesNotAnswerEndsTheWaitAfterOneCallsTime() {
    house.putAndSync(A, "k", "1");
    house.replicator.holdSyncs();
    long last = house.put(A, "k", "2");
    long first = house.put(B, "k", "1");

    house.restart();
    assertThat(house.replicator.restorable("a")).isLessThan(last);

    house.replicator.releaseSyncs();
    house.settle("the next start goes on with a", () -> house.replicator.restorable("a") >= last);
    house.settle("and with b", () -> house.replicator.restorable("b") >= first);
  }

  @Test
  void aReplicatorThatDoesNotRunIsNotWaitedFor() {
    house.putAndSync(A, "k", "1");
    house.replicator.kill();
    long last = house.put(A, "k", "2");

    house.restart();
    assertThat(house.replicator.restorable("a")).isLessThan(last);

    house.settle("the next start goes on", () -> house.replicator.restorable("a") >= last);
  }

  @Test
  void whatIsInTheReplicaIsNotAskedAbout() {
    house.putAndSync(A, "k", "1");
    int before = house.replicator.syncs();

    house.restart();

    assertThat(house.replicator.syncs()).isEqualTo(before);
  }
}
