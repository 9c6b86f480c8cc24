package dev.cairn.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import dev.cairn.ShardId;
import dev.cairn.replica.VersityGateway;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The object store hangs, goes away for more than a minute, or never was there. */
class StoreTroubleIT {

  /** Longer than the store may be away before anybody's patience of a minute ends. */
  private static final long AWAY_SECONDS = Long.getLong("cairn.outage.seconds", 75);

  private static final Pattern LAG = Pattern.compile("\"lagSeconds\":([0-9.]+)");
  private static final int SHARDS = 5;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path directory;

  @SuppressWarnings("NullAway.Init") // set before each test
  private VersityGateway gateway;

  @SuppressWarnings("NullAway.Init") // set before each test
  private ReplicatedService service;

  @BeforeEach
  void build() {
    gateway = VersityGateway.start(directory.resolve("gateway"));
    Map<String, String> settings = new HashMap<>(VersityGateway.CREDENTIALS);
    settings.put("CAIRN_BACKUP_REPLICATED_WAIT", "2s");
    service = new ReplicatedService(directory, gateway.url("cairn"), settings);
    service.begin();
  }

  @AfterEach
  void tearDown() {
    service.close();
    gateway.close();
  }

  private static String shard(int number) {
    return "s" + number;
  }

  private void makeAllHot() {
    for (int i = 0; i < SHARDS; i++) {
      service.putDone(shard(i), "k0", "0");
    }
    for (int i = 0; i < SHARDS; i++) {
      service.awaitReplicated(shard(i));
    }
  }

  private double lag(String shard) {
    Matcher lag = LAG.matcher(service.backup(shard));
    return lag.find() ? Double.parseDouble(lag.group(1)) : 0;
  }

  /** Writes to all shards for so long, twice a second; tells the greatest time of a write. */
  private long writeFor(long seconds) {
    long slowest = 0;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (int i = 1; System.nanoTime() - end < 0; i++) {
      long began = System.nanoTime();
      for (int shard = 0; shard < SHARDS; shard++) {
        service.putDone(shard(shard), "k0", "" + i);
      }
      slowest = Math.max(slowest, System.nanoTime() - began);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
    }
    return TimeUnit.NANOSECONDS.toMillis(slowest);
  }

  private void assertTroubleIsTold() {
    HttpResponse<String> waited = service.tryPutReplicated(shard(0), "k1", "true");
    assertThat(waited.statusCode()).as(waited.body()).isEqualTo(504);
    assertThat(waited.body()).contains("\"not-replicated\"", "\"revision\":", "\"lagSeconds\":");
    assertThat(service.client().get(ReplicatedService.entry(shard(0), "k1")).body())
        .isEqualTo("true");
    Eventually.holds(
        "it says so", () -> service.backup(shard(0)).contains("\"state\":\"failing\""));
  }

  private void assertCaughtUpWithin(Duration limit) {
    long began = System.nanoTime();
    for (int i = 0; i < SHARDS; i++) {
      service.awaitReplicated(shard(i));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(limit);
    for (int i = 0; i < SHARDS; i++) {
      assertThat(service.backup(shard(i))).contains("\"state\":\"hot\"", "\"epoch\":1,");
    }
  }

  @Test
  void whileTheStoreHangsWritesGoOnAndTheLagIsTold() {
    makeAllHot();
    gateway.pause();

    long slowest = writeFor(12);

    assertThat(slowest).as("milliseconds of a round of writes").isLessThan(5_000);
    assertTroubleIsTold();
    assertThat(lag(shard(1))).isGreaterThan(8);
    gateway.resume();
    assertCaughtUpWithin(Duration.ofSeconds(30));
    service.putReplicated(shard(1), "k1", "2");
  }

  @Test
  void afterAnOutageOfMoreThanAMinuteAllIsThereWithinSecondsAndEarlierPointsStay()
      throws Exception {
    makeAllHot();
    List<Long> moments = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      service.putReplicated(shard(0), "k0", "\"before " + i + "\"");
      long moment = System.currentTimeMillis() + 2;
      Eventually.holds("time passes", () -> System.currentTimeMillis() > moment);
      moments.add(moment);
    }
    gateway.kill();

    writeFor(AWAY_SECONDS);

    assertTroubleIsTold();
    assertThat(lag(shard(1))).isGreaterThan(AWAY_SECONDS - 10.0);
    assertThat(service.client().get("/v1/status").body()).contains("\"running\":true");
    gateway.startAgain();
    assertCaughtUpWithin(Duration.ofSeconds(30));
    // Litestream merges what it has once a minute, the store is there again, and nothing is lost.
    writeFor(65);
    service.putReplicated(shard(0), "k0", "\"after\"");
    try (RestoredStates states =
        new RestoredStates(gateway.url("cairn"), directory.resolve("states"))) {
      for (int i = 0; i < moments.size(); i++) {
        assertThat(value(states, moments.get(i))).isEqualTo("\"before " + i + "\"");
      }
      assertThat(value(states, Long.MAX_VALUE)).isEqualTo("\"after\"");
    }
  }

  private static String value(RestoredStates states, long millis) throws Exception {
    return requireNonNull(
        requireNonNull(states.before(new ShardId(shard(0)), millis)).entries().get("k0"));
  }

  @Test
  void aStoreThatNeverWasThereIsToldOfWhateverLitestreamSays() throws IOException {
    gateway.kill();
    service.putDone("other", "k0", "1");

    HttpResponse<String> waited = service.tryPutReplicated("other", "k0", "2");

    assertThat(waited.statusCode()).as(waited.body()).isEqualTo(504);
    assertThat(waited.body()).contains("\"replicatedRevision\":0");
    Eventually.holds("it says so", () -> service.backup("other").contains("\"state\":\"failing\""));
    gateway.startAgain();
    service.awaitReplicated("other");
    assertThat(service.backup("other")).contains("\"replicatedRevision\":2");
  }
}
