package dev.cairn.backup;

import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.shard.ShardListener;
import dev.cairn.shard.Shards;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the replica up with every shard that is written to: the door to the policy, and its rounds.
 * What happens to shards, {@link HotShards} hears. Any thread.
 */
public final class HotBackups implements Backups, AutoCloseable {

  /** Milliseconds between two rounds. */
  private static final long ROUND_MILLIS = 1000;

  /** Milliseconds between two rounds of deleting what need not be kept. */
  private static final long KEEPING_MILLIS = 60_000;

  private static final System.Logger LOG = System.getLogger(HotBackups.class.getName());

  private final Replicator replicator;
  private final BackupSettings settings;
  private final Ticker ticker;
  private final Function<ShardId, String> names;
  private final BackupThreads threads = new BackupThreads();
  private final HotShards shards;

  /**
   * Reads what was hot when the process before ended. The replicator and the store stay their
   * owner's to close, after this.
   *
   * @param store null if the replica can't be listed; then nothing of it is ever deleted
   * @param replica its URL
   * @param catalogue lists the shards that there are
   * @param names the names of the shards' files
   * @param directory of the node, for its own notes; made if it is missing
   * @param proving null if nothing is to be restored for a trial, as without a store
   * @throws UncheckedIOException if the directory can't be used
   */
  public HotBackups(
      Replicator replicator,
      @Nullable ReplicaStore store,
      String replica,
      Catalogue catalogue,
      Function<ShardId, String> names,
      Path directory,
      BackupSettings settings,
      Keeping keeping,
      @Nullable Proving proving,
      Clock clock,
      Ticker ticker) {
    this.replicator = replicator;
    this.settings = settings;
    this.ticker = ticker;
    this.names = names;
    try {
      this.shards =
          new HotShards(
              replicator,
              store,
              NodeNotes.in(directory, replica, catalogue),
              names,
              settings,
              keeping,
              proving,
              threads,
              clock,
              ticker);
    } catch (IOException e) {
      threads.close();
      throw new UncheckedIOException("What was hot can't be read", e);
    }
  }

  /**
   * Begins the rounds. Once, when shards can be opened.
   *
   * @param registry opens shards that need something
   */
  public void start(Shards registry) {
    use(registry);
    threads.everyRound(shards.rounds()::run, ROUND_MILLIS);
    threads.everyWhile(this::keep, KEEPING_MILLIS);
    threads.everyDrill(this::drill, ROUND_MILLIS);
  }

  /** As {@link #start}, without rounds of its own. */
  void use(Shards registry) {
    shards.attendant().start(registry);
    shards.drills().start(registry);
  }

  /** A round of deleting what is older than is to be kept. */
  void keep() {
    Keeper keeper = shards.keeper();
    if (keeper != null) {
      keeper.round();
    }
  }

  /** A round of restoring shards for a trial. */
  void drill() {
    shards.drills().round(shards.backups().values());
  }

  /** A round, for tests. */
  void round() {
    shards.rounds().run();
  }

  /**
   * Notes, for a service that makes no backup, that what is written from now on is in no replica:
   * the next one that makes one copies every shard first.
   *
   * @param directory of the node, for its own notes
   * @throws UncheckedIOException if that can't be noted
   */
  public static void forgetCopies(Path directory) {
    NodeNotes.forgetCopies(directory);
  }

  /** Hears what happens to shards. */
  public ShardListener listener() {
    return shards;
  }

  @Override
  public CompletableFuture<Boolean> replicated(ShardId id, long revision) {
    ShardBackup backup = shards.backups().get(id);
    if (backup == null || backup.phase() instanceof Phase.Cold) {
      // It was parked, which it is only with everything in the replica.
      return CompletableFuture.completedFuture(true);
    }
    CompletableFuture<Boolean> told = backup.coverage().await(revision);
    if (told.isDone()) {
      return told;
    }
    shards.syncs().begin(backup);
    return told.completeOnTimeout(false, settings.replicatedWait().toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public BackupStatus status(ShardId id) {
    return Statuses.of(
        shards.backups().get(id), shards.drills().proof(names.apply(id)), ticker.nanos());
  }

  @Override
  public Drilled verify(ShardId id) {
    return shards.drills().now(id, names.apply(id));
  }

  @Override
  public BackupFigures figures() {
    return Statuses.figures(
        shards.backups().values(),
        replicator.condition(),
        shards.places().cap(),
        shards.uploads().count(),
        shards.drills(),
        ticker.nanos());
  }

  /**
   * Ends the rounds, and waits until the last writes are in the replica, for no longer than one
   * call of the replicator may take. What is hot stays so, and is gone on with when the service
   * starts again. After the registry was closed, before the replicator is.
   */
  @Override
  public void close() {
    threads.endRounds();
    shards.syncs().last(shards.backups().values());
    long behind = shards.behind();
    if (behind > 0) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The last writes of {0} shards may not be in the replica; the next start goes on with them",
          behind);
    }
    threads.close();
    shards.backups().values().forEach(backup -> backup.coverage().giveUp());
  }
}
