package dev.cairn.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import dev.cairn.ShardId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * While Litestream is away, not there yet, or hangs, much more is written than the size from which
 * a log is moved into its file: whatever is moved then would be missing from the replica, without a
 * word. So nothing is, and every state can be restored.
 */
class LitestreamAwayIT {

  /** Small enough that a few writes reach it. */
  private static final String CHECKPOINT_BYTES = "65536";

  private static final int KEYS = 40;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path directory;

  @SuppressWarnings("NullAway.Init") // set before each test
  private ReplicatedService service;

  @SuppressWarnings("NullAway.Init") // set before each test
  private RestoredStates states;

  private final Map<String, String> written = new TreeMap<>();
  private int counter;

  private void build(Map<String, String> more) throws IOException {
    Map<String, String> settings = new TreeMap<>(more);
    settings.put("CAIRN_SQLITE_CHECKPOINT_SIZE", CHECKPOINT_BYTES);
    settings.put("CAIRN_SQLITE_CHECKPOINT_AGE", "100ms");
    String replica = "file://" + directory.resolve("replica");
    service = new ReplicatedService(directory, replica, settings);
    states = new RestoredStates(replica, directory.resolve("states"));
  }

  @BeforeEach
  void build() throws IOException {
    build(Map.of());
  }

  @AfterEach
  void tearDown() {
    service.close();
    states.close();
  }

  /** Writes every key anew, some 600 KB in all. */
  private void writeAll(String shard) {
    for (int i = 0; i < KEYS; i++) {
      String value = "\"" + counter++ + "x".repeat(15_000) + "\"";
      service.putDone(shard, "k" + i, value);
      written.put("k" + i, value);
    }
  }

  private void assertRestorable(String shard) throws Exception {
    service.awaitReplicated(shard);
    assertThat(requireNonNull(states.before(new ShardId(shard), Long.MAX_VALUE)).entries())
        .isEqualTo(written);
  }

  @Test
  void whatIsWrittenWhileItIsAwayComesIntoTheReplica() throws Exception {
    service.begin();
    for (int round = 0; round < 2; round++) {
      writeAll("a");
      service.takeLitestreamAway();
      writeAll("a");
      if (round > 0) {
        // The service goes too, and serves without it for a while.
        service.kill();
        service.begin();
        writeAll("a");
      }
      service.giveLitestreamBack();
      writeAll("a");
      assertRestorable("a");
    }
  }

  @Test
  void whatIsWrittenBetweenARegistrationAndTheFirstCopyComesIntoTheReplica() throws Exception {
    service.begin();
    for (int i = 0; i < 8; i++) {
      String shard = "s" + i;
      written.clear();
      writeAll(shard);
      assertRestorable(shard);
    }
  }

  @Test
  void whatIsWrittenWhileACallHangsComesIntoTheReplica() throws Exception {
    service.close();
    build(Map.of("CAIRN_BACKUP_CALL_LIMIT", "1s", "CAIRN_BACKUP_REPLICATED_WAIT", "3s"));
    service.begin();
    for (int round = 0; round < 3; round++) {
      service.putReplicated("a", "k0", "" + round);
      service.signal("STOP");
      // It gives the call up after its limit and a second, and writes go on.
      assertThat(service.tryPutReplicated("a", "k0", "-1").statusCode()).isEqualTo(504);
      writeAll("a");
      assertThat(service.backup("a")).contains("lagSeconds");
      service.signal("CONT");
      assertRestorable("a");
    }
  }

  @Test
  void aShardThatIsParkedRightAfterItsFirstWriteIsInTheReplica() throws Exception {
    service.close();
    build(Map.of("CAIRN_BACKUP_IDLE", "1ms"));
    service.begin();
    for (int i = 0; i < 10; i++) {
      String shard = "s" + i;
      service.putDone(shard, "k0", "" + i);
      Eventually.holds("it is cold", () -> service.backup(shard).contains("\"state\":\"cold\""));

      RestoredStates.State state =
          requireNonNull(states.before(new ShardId(shard), Long.MAX_VALUE));
      assertThat(state.entries()).isEqualTo(Map.of("k0", "" + i));
    }
  }
}
