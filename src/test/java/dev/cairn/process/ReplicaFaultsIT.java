package dev.cairn.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import dev.cairn.ShardId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was done to a replica, or lies in the way of what is restored, is told; an older or a mixed
 * state never comes back in silence.
 */
class ReplicaFaultsIT {

  private static final ShardId A = new ShardId("a");
  private static final Pattern EPOCH = Pattern.compile("\"epoch\":(\\d+)");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path directory;

  @SuppressWarnings("NullAway.Init") // set before each test
  private ReplicatedService service;

  @SuppressWarnings("NullAway.Init") // set before each test
  private RestoredStates states;

  @BeforeEach
  void build() throws IOException {
    service = new ReplicatedService(directory, replica(), Map.of("CAIRN_BACKUP_EPOCH_AGE", "6s"));
    states = new RestoredStates(replica(), directory.resolve("states"));
  }

  @AfterEach
  void tearDown() {
    service.close();
    states.close();
  }

  private String replica() {
    return "file://" + directory.resolve("replica");
  }

  /** Writes six states, each in the replica before the next; tells when each was answered. */
  private List<Instant> writeSix() {
    service.begin();
    List<Instant> answered = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      service.putReplicated("a", "k0", "" + i);
      Instant then = Instant.now().plusMillis(2);
      Eventually.holds("some milliseconds have passed", () -> Instant.now().isAfter(then));
      answered.add(then);
    }
    service.kill();
    return answered;
  }

  /** The transaction files of an epoch's finest level, in order. */
  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve("replica"))) {
      return all.filter(file -> file.toString().matches(".*/e00000001-.*/ltx/0/.*\\.ltx"))
          .sorted()
          .toList();
    }
  }

  /** Deletes what was merged already, if a minute ended meanwhile: it would stand in for others. */
  private void deleteMerged() throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve("replica"))) {
      for (Path file : all.filter(path -> path.toString().matches(".*/ltx/[1-9]/.*")).toList()) {
        Files.delete(file);
      }
    }
  }

  private ReplicatedService.Ended restoreTo(Path file, String... more) {
    List<String> arguments = new ArrayList<>(List.of("a", "--to", "" + file));
    arguments.addAll(List.of(more));
    return service.restore(arguments.toArray(new String[0]));
  }

  private String valueAt(long millis) throws Exception {
    return requireNonNull(requireNonNull(states.before(A, millis)).entries().get("k0"));
  }

  @Test
  void aMissingFileInTheMiddleIsToldWithTheNearestStateThatCanBeRestored() throws Exception {
    List<Instant> answered = writeSix();
    List<Path> files = files();
    assertThat(files).hasSizeGreaterThanOrEqualTo(6);
    Files.delete(files.get(files.size() - 3));
    deleteMerged();
    Path target = directory.resolve("latest.sqlite");

    ReplicatedService.Ended ended = restoreTo(target);

    assertThat(ended.exitCode()).as(ended.said()).isEqualTo(1);
    assertThat(ended.said()).contains("are missing in epoch", "nearest point");
    assertThat(target).doesNotExist();
    assertThat(restoreTo(target, "--at", "" + answered.get(5)).exitCode()).isEqualTo(1);
    assertThat(target).doesNotExist();
    assertThat(valueAt(answered.get(2).toEpochMilli())).as("from before the gap").isEqualTo("2");
  }

  @Test
  void aFlippedByteIsFoundAndNothingIsRestored() throws Exception {
    writeSix();
    deleteMerged();
    Path file = files().get(2);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    Path target = directory.resolve("latest.sqlite");

    ReplicatedService.Ended ended = restoreTo(target);

    assertThat(ended.exitCode()).as(ended.said()).isEqualTo(1);
    assertThat(ended.said()).contains("could not restore it");
    assertThat(target).doesNotExist();
  }

  @Test
  void aFileThatEndsTooEarlyIsFoundAndNothingIsRestored() throws Exception {
    writeSix();
    deleteMerged();
    Path file = files().get(2);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 20));
    Path target = directory.resolve("latest.sqlite");

    ReplicatedService.Ended ended = restoreTo(target);

    assertThat(ended.exitCode()).as(ended.said()).isEqualTo(1);
    assertThat(target).doesNotExist();
  }

  @Test
  void aLogThatLiesBesideTheTargetIsNotTakenForItsOwn() throws Exception {
    service.begin();
    service.putReplicated("a", "k0", "\"first\"");
    Path log = logOf("data");
    Path target = directory.resolve("latest.sqlite");
    Path stale = directory.resolve("latest.sqlite-wal");
    Files.copy(log, stale);
    service.putReplicated("a", "k0", "\"second\"");
    service.kill();

    ReplicatedService.Ended ended = restoreTo(target);

    assertThat(ended.exitCode()).as(ended.said()).isEqualTo(1);
    assertThat(ended.said()).contains("latest.sqlite-wal is there");
    assertThat(target).doesNotExist();
    Files.delete(stale);
    assertThat(restoreTo(target).said()).contains("a: revision 2 as of");
  }

  @Test
  void aLogThatIsLeftOfALostFileDoesNotSpoilWhatIsRestoredInItsPlace() throws Exception {
    service.begin();
    service.putReplicated("a", "k0", "\"first\"");
    service.putReplicated("a", "k0", "\"second\"");
    service.kill();
    Path log = logOf("data");
    Files.delete(log.resolveSibling("a.sqlite"));

    ReplicatedService.Ended ended =
        service.restore("a", "--data", "" + directory.resolve("data"), "-q");

    assertThat(ended.exitCode()).as(ended.said()).isEqualTo(1);
    assertThat(ended.said()).contains("The log beside the shard's file");
    Files.delete(log);
    assertThat(service.restore("a", "--data", "" + directory.resolve("data"), "-q").exitCode())
        .isZero();
    service.begin();
    assertThat(service.client().get(ReplicatedService.entry("a", "k0")).body())
        .isEqualTo("\"second\"");
  }

  private Path logOf(String data) throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve(data).resolve("shards"))) {
      return all.filter(file -> file.endsWith("a.sqlite-wal")).findAny().orElseThrow();
    }
  }

  @Test
  void aSecondLineageOfANameGetsAPlaceOfItsOwn() throws Exception {
    service.begin();
    service.putReplicated("a", "k0", "\"of the lost machine\"");
    long between = System.currentTimeMillis() + 1;
    service.kill();
    Eventually.holds("time passes", () -> System.currentTimeMillis() > between);

    service.begin(List.of(), "data-of-a-new-machine");
    service.putReplicated("a", "k0", "\"of the new one\"");

    assertThat(epochNow()).isGreaterThan(1);
    assertThat(valueAt(between)).isEqualTo("\"of the lost machine\"");
    assertThat(valueAt(Long.MAX_VALUE)).isEqualTo("\"of the new one\"");
  }

  private long epochNow() {
    Matcher epoch = EPOCH.matcher(service.backup("a"));
    return epoch.find() ? Long.parseLong(epoch.group(1)) : 0;
  }

  @Test
  void aFileThatTakesThePlaceOfAnotherIsCopiedFromItsBegin() throws Exception {
    service.begin();
    for (int i = 0; i < 10; i++) {
      service.putReplicated("a", "k0", "\"" + i + "x".repeat(20_000) + "\"");
      if (i % 3 == 2) {
        service.children().forEach(ProcessHandle::destroyForcibly);
      }
      assertThat(service.client().send("DELETE", "/v1/shards/a", "").statusCode()).isEqualTo(204);
      service.putDone("a", "k1", "" + i);
      service.awaitReplicated("a");

      RestoredStates.State state = requireNonNull(states.before(A, Long.MAX_VALUE));
      assertThat(state.entries()).isEqualTo(Map.of("k1", "" + i));
    }
  }

  @Test
  void aReplicaThatWasWipedIsToldByRestoringAndMendedByTheNextEpoch() throws Exception {
    service.begin();
    service.putReplicated("a", "k0", "1");
    wipe(directory.resolve("replica").resolve("shards"));
    Path target = directory.resolve("latest.sqlite");

    ReplicatedService.Ended ended = restoreTo(target);

    assertThat(ended.exitCode()).as(ended.said()).isEqualTo(1);
    assertThat(ended.said()).contains("The replica has nothing of shard a");
    assertThat(target).doesNotExist();
    Eventually.holds(
        "it has another epoch",
        () -> {
          service.putDone("a", "k0", "2");
          return epochNow() > 1;
        });
    service.putReplicated("a", "k0", "3");
    assertThat(valueAt(Long.MAX_VALUE)).isEqualTo("3");
  }

  private static void wipe(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
