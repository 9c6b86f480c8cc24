package dev.cairn.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Eventually;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.Outcome;
import dev.cairn.Quotas;
import dev.cairn.ShardId;
import dev.cairn.catalogue.ShardRecord;
import dev.cairn.storage.FaultPlan;
import dev.cairn.storage.FaultyDriver;
import dev.cairn.storage.NewShard;
import dev.cairn.storage.Operation;
import dev.cairn.storage.Parts;
import dev.cairn.storage.Pause;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.Units;
import dev.cairn.storage.WriteUnit;
import dev.cairn.write.WriteListener;
import dev.cairn.write.WriteSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every topic of the registry's suite stands on: a registry over a driver and a catalogue that
 * can be made to fail, threads for requests that wait, and an oracle after each test.
 */
@Timeout(120)
abstract class RegistryContract {

  static final ShardId A = new ShardId("a");
  static final ShardId B = new ShardId("b");
  static final ShardId C = new ShardId("c");

  final StorageFault damage =
      StorageFault.of(ErrorCode.SHARD_QUARANTINED, "A page is damaged (of a test).", null);
  final StorageFault passing =
      StorageFault.of(ErrorCode.SHARD_BUSY, "No memory (of a test).", null);

  /** Long enough to be sure that a test never waits so long. */
  static final Duration NEVER = Duration.ofHours(1);

  /** Far longer than any answer takes. */
  private static final long ANSWER_SECONDS = 60;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path directory;

  final FaultPlan plan = new FaultPlan();

  /** Moves only when a test says so. */
  final AtomicLong nanos = new AtomicLong();

  final ExecutorService requests = Executors.newCachedThreadPool();

  @SuppressWarnings("NullAway.Init") // Set before each test.
  Backing backing;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  FaultyDriver driver;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  FaultyCatalogue catalogue;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  ShardRegistry registry;

  private final Function<Path, Backing> start;
  private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();

  RegistryContract(Function<Path, Backing> start) {
    this.start = start;
  }

  @BeforeEach
  final void startRegistry() {
    backing = start.apply(directory);
    begin(settings(8));
  }

  /** A registry over what the backing keeps; the one before must have been closed. */
  final void begin(ShardSettings settings) {
    driver = new FaultyDriver(backing.driver(), plan);
    catalogue = new FaultyCatalogue(backing.catalogue(), plan);
    registry =
        new ShardRegistry(
            driver,
            catalogue,
            new UnitExecutor(Limits.DEFAULT, settings.autoCreate()),
            WriteSettings.DEFAULT,
            settings,
            WriteListener.NONE,
            ShardListener.NONE,
            Clock.systemUTC(),
            nanos::get);
    registry.start();
  }

  /** Closes the registry and begins another, as a new process would. */
  final void restart(ShardSettings settings) {
    end();
    backing.restart();
    begin(settings);
  }

  final void restart() {
    restart(settings(8));
  }

  private void end() {
    registry.close();
    driver.checkNothingOpen();
  }

  @AfterEach
  final void judge() throws Exception {
    plan.calm();
    requests.close();
    try {
      end();
      Eventually.holds("no thread is left of the registry", () -> threadsLeft().isEmpty());
    } finally {
      backing.close();
    }
  }

  private Set<String> threadsLeft() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !threadsBefore.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.matches("cairn-(writer|opener|checker|closer|sweeper)-.*"))
        .collect(Collectors.toSet());
  }

  /** Settings for tests: nothing is given up or closed for its age unless the test says so. */
  static ShardSettings settings(int openCap) {
    return settings(true, openCap, NEVER, NEVER);
  }

  static ShardSettings settings(
      boolean autoCreate, int openCap, Duration lendWait, Duration drainWait) {
    return settings(autoCreate, openCap, 4, lendWait, drainWait);
  }

  static ShardSettings settings(
      boolean autoCreate, int openCap, int waitingWrites, Duration lendWait, Duration drainWait) {
    return new ShardSettings(
        autoCreate,
        Durability.NORMAL,
        openCap,
        waitingWrites,
        100_000,
        lendWait,
        drainWait,
        Duration.ofSeconds(30),
        Duration.ofMinutes(10),
        4,
        4,
        4,
        Quotas.NONE);
  }

  static NewShard newShard(long baseRevision) {
    return new NewShard(Durability.NORMAL, 1_700_000_000_000L, baseRevision);
  }

  /** A listed shard that has come to {@code revision} already. */
  final void makeByHand(ShardId id, long revision) {
    backing.driver().create(id, newShard(revision)).close();
    backing.catalogue().put(new ShardRecord(id, Durability.NORMAL, 1_700_000_000_000L));
  }

  final Outcome<UnitResult> outcome(ShardId id, Operation operation) {
    // A write that is never answered must fail its test rather than hang it.
    return registry
        .write(id, new WriteUnit.Single(operation))
        .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  /** Puts an entry, which must be committed; its version. */
  final long write(ShardId id, String key, String value) {
    Outcome<UnitResult> outcome = outcome(id, Units.put(key, value));
    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    return ((Outcome.Committed<UnitResult>) outcome).result().revision();
  }

  final CairnException refused(ShardId id, Operation operation) {
    Outcome<UnitResult> outcome = outcome(id, operation);
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused<UnitResult>) outcome).reason();
  }

  /** The value of an entry as text, or {@code "none"}. */
  final String value(ShardId id, String key) {
    return registry.read(
        id,
        (reader, _) -> {
          Entry entry = reader.get(Namespace.DEFAULT, Key.of(key), Parts.BOTH);
          return entry == null ? "none" : String.valueOf(entry.value());
        });
  }

  /** A read in a turn of its own; null if it can't be done without waiting. */
  final <T> @Nullable T tryRead(ShardId id, Shards.ShardRead<T> read) {
    ReadTurn turn = registry.readTurn();
    try {
      return turn.tryRead(id, read);
    } finally {
      turn.end();
    }
  }

  final CairnException readFailure(ShardId id) {
    return catchThrowableOfType(CairnException.class, () -> value(id, "k"));
  }

  final String state(ShardId id) {
    return registry.list(id.value(), null, 1).getFirst().state();
  }

  /** A read that has the shard on loan until it is let go. */
  final HeldRead hold(ShardId id) {
    HeldRead held = new HeldRead();
    held.answer =
        requests.submit(
            () ->
                registry.read(
                    id,
                    (reader, _) -> {
                      held.pause.here();
                      return reader.totals().entries();
                    }));
    held.pause.awaitBegun();
    return held;
  }

  /** See {@link #hold}. */
  static final class HeldRead {

    private final Pause pause = new Pause();
    private @Nullable Future<Long> answer;

    /** Lets it end, and waits for that. */
    void end() throws Exception {
      pause.end();
      if (answer != null) {
        answer.get();
      }
    }
  }
}
