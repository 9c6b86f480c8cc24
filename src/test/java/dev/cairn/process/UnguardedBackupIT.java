package dev.cairn.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Limits;
import dev.cairn.Outcome;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.backup.EpochName;
import dev.cairn.backup.ReplicaPlace;
import dev.cairn.backup.ReplicatorException;
import dev.cairn.litestream.Litestream;
import dev.cairn.litestream.LitestreamSettings;
import dev.cairn.memory.MemoryCatalogue;
import dev.cairn.shard.FollowedShard;
import dev.cairn.shard.ShardFollower;
import dev.cairn.shard.ShardListener;
import dev.cairn.shard.ShardRegistry;
import dev.cairn.shard.ShardSettings;
import dev.cairn.sqlite.SqliteDriver;
import dev.cairn.sqlite.SqliteSettings;
import dev.cairn.storage.ReplicatedFile;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.Units;
import dev.cairn.storage.WriteUnit;
import dev.cairn.write.WriteListener;
import dev.cairn.write.WriteSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The torture of {@link BackupTortureIT} without what guards against it: the same store and the
 * same Litestream, but the store moves its log by itself, as SQLite does every 1,000 pages, and
 * whoever is killed goes on in the same place of the replica. That spoils the copy in silence, and
 * the oracle must see it: otherwise its silence about the guarded service would mean nothing.
 * {@code -Dcairn.seed} repeats a run.
 */
class UnguardedBackupIT implements ShardListener {

  private static final ShardId ID = new ShardId("s0");
  private static final EpochName EPOCH = new EpochName(1, 1_790_000_000_000L);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int KEYS = 200;

  /** Each round spoils the copy with a chance of about one in three. */
  private static final int MOST_ROUNDS = 60;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path directory;

  private final WrittenShards written = new WrittenShards();
  private int counter;
  private @Nullable Path database;

  @SuppressWarnings("NullAway.Init") // set before each test
  private SqliteDriver driver;

  @SuppressWarnings("NullAway.Init") // set before each test
  private ShardRegistry registry;

  @SuppressWarnings("NullAway.Init") // set before each test
  private Litestream litestream;

  @SuppressWarnings("NullAway.Init") // set before each test
  private RestoredStates restored;

  @BeforeEach
  void build() throws Exception {
    driver =
        new SqliteDriver(
            directory.resolve("data"), SqliteSettings.DEFAULT, Clock.systemUTC(), Ticker.SYSTEM);
    registry =
        new ShardRegistry(
            driver,
            new MemoryCatalogue(),
            new UnitExecutor(Limits.DEFAULT, true),
            WriteSettings.DEFAULT,
            ShardSettings.DEFAULT,
            WriteListener.NONE,
            this,
            Clock.systemUTC(),
            Ticker.SYSTEM);
    registry.start();
    startLitestream();
    restored = new RestoredStates(replica(), directory.resolve("states"));
  }

  @AfterEach
  void tearDown() {
    litestream.close();
    registry.close();
    driver.close();
    restored.close();
  }

  @Override
  public ShardFollower opened(FollowedShard shard) {
    ReplicatedFile file = shard.store().file();
    database = file == null ? null : file.database();
    return ShardFollower.NONE;
  }

  @Override
  public void replacing(ShardId id, boolean readable) {}

  @Override
  public void replaced(ShardId id) {}

  @Override
  public void deleting(ShardId id) {}

  @Test
  void theOracleSeesACopyThatIsSpoiltInSilence() throws Exception {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    System.out.println("UnguardedBackupIT: cairn.seed=" + seed);
    Random random = new Random(seed);
    RestoredOracle oracle =
        new RestoredOracle(written, new Troubles(), restored, Long.MAX_VALUE / 2);
    write(random);
    register();
    assertThat(complaint(oracle)).as("before anything was killed").isEmpty();
    String found = "";
    int rounds = 0;
    for (; found.isEmpty() && rounds < MOST_ROUNDS; rounds++) {
      writeAndSync(random, random.nextInt(300));
      killLitestream();
      for (int i = random.nextInt(900); i > 0; i--) {
        write(random);
      }
      startLitestream();
      register();
      writeAndSync(random, random.nextInt(4));
      found = complaint(oracle);
    }
    System.out.println("UnguardedBackupIT: after " + rounds + " kills: " + found);
    assertThat(found).as("what the oracle found in %s rounds, seed %s", rounds, seed).isNotEmpty();
  }

  /** What the oracle has to say; empty if all is as it should be. */
  private static String complaint(RestoredOracle oracle) {
    try {
      oracle.checkLatest(ID);
      return "";
    } catch (AssertionError | Exception e) {
      return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
  }

  private void register() throws ReplicatorException {
    litestream.register(requireNonNull(database), new ReplicaPlace("s0", EPOCH), LIMIT);
    litestream.sync(requireNonNull(database), LIMIT);
  }

  private void startLitestream() throws InterruptedException {
    litestream =
        new Litestream(
            new LitestreamSettings(
                RestoredStates.LITESTREAM, directory.resolve("run"), replica(), 1, Map.of()),
            Ticker.SYSTEM,
            new Random());
    litestream.start();
  }

  private String replica() {
    return "file://" + directory.resolve("replica");
  }

  /** With what watches it, which would wait longer each time before it starts it again. */
  private void killLitestream() {
    ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("/litestream"))
        .forEach(ProcessHandle::destroyForcibly);
    litestream.close();
  }

  private void writeAndSync(Random random, int writes) throws ReplicatorException {
    for (int i = writes; i > 0; i--) {
      write(random);
    }
    litestream.sync(requireNonNull(database), LIMIT);
  }

  private void write(Random random) {
    int key = random.nextInt(KEYS);
    String value = "{\"n\":" + counter++ + ",\"p\":\"" + "x".repeat(random.nextInt(3_000)) + "\"}";
    long now = System.currentTimeMillis();
    Outcome<UnitResult> outcome =
        registry.writeAndWait(ID, new WriteUnit.Single(Units.put("k" + key, value)));
    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    if (outcome instanceof Outcome.Committed<UnitResult>(UnitResult result)) {
      written.add(ID, new WrittenShards.Write(result.revision(), key, value, now, now, false));
    }
  }
}
