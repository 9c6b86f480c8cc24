package dev.cairn.backup;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.shard.FollowedShard;
import dev.cairn.shard.ShardFollower;
import dev.cairn.shard.ShardListener;
import dev.cairn.shard.Shards;
import dev.cairn.storage.ReplicatedFile;
import dev.cairn.storage.Scratch;
import dev.cairn.storage.ShardFiles;
import dev.cairn.storage.StorageFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes a whole, checked copy of each shard that has changed since its last one, beside the epochs
 * and independent of them. Sequences what its helpers do: {@link CopyFollower} and {@link
 * CopyNotes} know what has changed, {@link CopySettings} when it is due, {@link CopyMaker} makes
 * the copy. Any thread; copies are made on a thread of its own, one at a time.
 *
 * <p>It stands between the registry and another listener, which it tells everything.
 */
public final class DailyCopies implements Copies, ShardListener, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(DailyCopies.class.getName());

  private static final long ROUND_MILLIS = 1000;

  /** Of each round, the time that copies may take: a tenth, so that requests have the rest. */
  private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(ROUND_MILLIS / 10);

  /** For each nanosecond of copying, so many of rest: it takes at most a tenth of the time. */
  private static final int REST = 9;

  /** How long no copy is made at all after the store could not be used. */
  private static final long STORE_REST_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final long STOP_SECONDS = 5;

  private final CopyMaker maker;
  private final CopyNotes notes;
  private final CopySettings settings;
  private final ShardListener next;
  private final Clock clock;
  private final Ticker ticker;
  private final ShardFiles files;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(BackupThreads.named("cairn-copies-"));
  private final Map<ShardId, CopyFollower> open = new ConcurrentHashMap<>();
  private final CopyTally tally;

  /** Set once, when shards can be opened. */
  private volatile @Nullable Shards shards;

  /** Before this no copy is begun, by the ticker; of the one thread that makes them. */
  private long restUntil;

  /**
   * Reads which shards have changed. The store stays its owner's to close, after this.
   *
   * @param files where the shards lie
   * @param replica URL of the store, so that each has notes of its own
   * @param directory of the node, for its own notes; made if it is missing
   * @param settings must be on
   * @param next hears everything too
   * @throws UncheckedIOException if the directory can't be used
   */
  public DailyCopies(
      ReplicaStore store,
      ShardFiles files,
      String replica,
      Path directory,
      CopySettings settings,
      ShardListener next,
      Clock clock,
      Ticker ticker) {
    try {
      this.notes = new CopyNotes(directory.resolve("copies").resolve(FirstCopies.digest(replica)));
    } catch (IOException e) {
      thread.close();
      throw new UncheckedIOException("What is to be copied can't be read", e);
    }
    this.maker = new CopyMaker(files, new CopyStore(store), settings.keeping());
    this.files = files;
    this.settings = settings;
    this.next = next;
    this.clock = clock;
    this.ticker = ticker;
    this.tally = new CopyTally(clock, ticker);
    this.restUntil = ticker.nanos();
  }

  /** Begins to make copies. Once, when shards can be opened. */
  public void start(Shards registry) {
    use(registry);
    BackupThreads.repeat(thread, this::round, ROUND_MILLIS);
  }

  /** As {@link #start}, without rounds of its own. */
  void use(Shards registry) {
    shards = registry;
  }

  @Override
  public ShardFollower opened(FollowedShard shard) {
    ShardFollower following = next.opened(shard);
    ReplicatedFile file = shard.store().file();
    if (file == null) {
      return following;
    }
    String name = file.name();
    if (!notes.mayHaveChanged(name)) {
      CopyStore.StoredCopy last = notes.last(name);
      if (last == null || last.name().revision() != shard.store().revision()) {
        notes.change(name, shard.id(), clock.millis());
      }
    }
    CopyFollower follower =
        new CopyFollower(
            shard, name, notes, clock, following, closed -> open.remove(shard.id(), closed));
    open.put(shard.id(), follower);
    return follower;
  }

  @Override
  public void replacing(ShardId id, boolean readable) {
    next.replacing(id, readable);
  }

  /** When it is opened next its revision tells that it has changed. */
  @Override
  public void replaced(ShardId id) {
    next.replaced(id);
  }

  @Override
  public void deleting(ShardId id) {
    String name = files.nameOf(id);
    notes.forget(name);
    tally.clear(name);
    next.deleting(id);
  }

  /** Makes copies that are due, as many as the time allows. On the one thread, or of a test. */
  void round() {
    Shards registry = shards;
    long begun = ticker.nanos();
    if (registry == null || begun - restUntil < 0) {
      return;
    }
    boolean more = true;
    while (more && ticker.nanos() - begun <= BUSY_NANOS && ticker.nanos() - restUntil >= 0) {
      String name = mostUrgent();
      more = name != null;
      if (name != null) {
        visit(registry, name);
      }
    }
    long end = ticker.nanos();
    restUntil = Math.max(restUntil - end, REST * (end - begun)) + end;
  }

  /** The one among the due that is due longest; null if there is none. */
  private @Nullable String mostUrgent() {
    String found = null;
    long least = clock.millis();
    for (Map.Entry<String, CopyNotes.Change> entry : notes.changed().entrySet()) {
      long due = settings.due(entry.getKey(), entry.getValue().since());
      if (due <= least && tally.mayTry(entry.getKey())) {
        found = entry.getKey();
        least = due;
      }
    }
    return found;
  }

  /** Makes the copy of a shard. Never throws. */
  private void visit(Shards registry, String name) {
    CopyNotes.Change change = notes.changed().get(name);
    if (change == null) {
      return;
    }
    try {
      copy(registry, change.id(), name);
      tally.clear(name);
    } catch (CairnException e) {
      if (e.code() == ErrorCode.SHARD_NOT_FOUND) {
        notes.forget(name);
        tally.clear(name);
      } else {
        failed(name, change, e.detail(), e);
      }
    } catch (IOException e) {
      restUntil = ticker.nanos() + STORE_REST_NANOS;
      failed(name, change, String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "The copy of shard " + change.id() + " failed.", e);
      failed(name, change, "It failed; the log says why.", e);
    }
  }

  private void copy(Shards registry, ShardId id, String name) throws IOException {
    try (Scratch bench = maker.bench()) {
      CopyStore.StoredCopy last = notes.last(name);
      long now = clock.millis();
      long begun = last == null ? now : Math.max(now, last.name().millis() + 1);
      Taken taken = registry.read(id, (_, _) -> take(id, bench, last));
      if (taken.fault() != null) {
        throw taken.fault();
      }
      if (taken.isNew()) {
        CopyStore.StoredCopy copy = maker.put(id, name, begun, bench);
        notes.made(name, copy);
        tally.made();
        maker.prune(name);
      }
      notes.remove(name, taken.change());
    }
  }

  /**
   * @param change what was noted as it began
   * @param isNew whether there is more in it than in the last copy
   * @param fault why it could not be taken
   */
  private record Taken(CopyNotes.Change change, boolean isNew, @Nullable StorageFault fault) {}

  /**
   * While the shard is on loan. A fault is carried out of here: that the copy can't be written is
   * no sign of damage to the shard.
   */
  private Taken take(ShardId id, Scratch bench, CopyStore.@Nullable StoredCopy last) {
    CopyFollower follower = open.get(id);
    if (follower == null) {
      throw new IllegalStateException("Shard " + id + " is on loan, but not open");
    }
    FollowedShard shard = follower.shard();
    CopyNotes.Change[] begun = new CopyNotes.Change[1];
    shard.exclusively(() -> begun[0] = follower.beginCopy());
    if (last != null && shard.store().revision() == last.name().revision()) {
      return new Taken(begun[0], false, null);
    }
    try {
      maker.take(shard, bench);
      return new Taken(begun[0], true, null);
    } catch (StorageFault e) {
      return new Taken(begun[0], true, e);
    }
  }

  private void failed(String name, CopyNotes.Change change, String reason, Exception cause) {
    if (cause instanceof CairnException refusal && refusal.code() == ErrorCode.SHUTTING_DOWN) {
      return;
    }
    // What was noted anew as the copy began would be due much later.
    notes.change(name, change.id(), change.since());
    if (tally.failed(name, reason)) {
      LOG.log(
          System.Logger.Level.WARNING, "Shard {0} could not be copied: {1}", change.id(), reason);
    }
  }

  @Override
  public Report report(ShardId id) {
    String name = files.nameOf(id);
    return tally.report(name, notes.last(name));
  }

  @Override
  public Figures figures() {
    return tally.figures();
  }

  /** Begins no more copies, and waits a little for one that is being made. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "A copy that was being made is left unfinished.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
