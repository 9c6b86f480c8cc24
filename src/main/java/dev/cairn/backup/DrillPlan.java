package dev.cairn.backup;

import dev.cairn.ShardId;
import dev.cairn.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Says when each shard is to be restored for a trial, and keeps the books of what came of it. Any
 * thread; asks nothing of the store.
 *
 * <p>A drill is due some time after an epoch was begun, and, once something was written since the
 * last one, an interval after that. After one that failed the next is due soon, and later with each
 * further one in a row, so that what no epoch mends does not fill the store with epochs.
 */
final class DrillPlan {

  /** The first wait after an attempt without a result; each further one is twice as long. */
  private static final Duration FIRST_RETRY = Duration.ofMinutes(1);

  /** The most doublings of a wait: of the first one to about an hour. */
  private static final int MOST_DOUBLINGS = 6;

  private final DrillNotes notes;
  private final DrillSettings settings;
  private final Clock clock;
  private final Ticker ticker;

  /** Of shards whose last attempt came to no result: as long as the process runs. */
  private final Map<String, Wait> waits = new ConcurrentHashMap<>();

  private final AtomicLong proven = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong untried = new AtomicLong();

  /**
   * Until another attempt.
   *
   * @param until by the ticker, in nanoseconds
   * @param attempts that came to no result, in a row
   */
  private record Wait(long until, int attempts, String why) {}

  /**
   * A shard whose drill is due.
   *
   * @param name of its file
   * @param due since when
   */
  record Next(ShardId id, String name, long due) {}

  DrillPlan(DrillNotes notes, DrillSettings settings, Clock clock, Ticker ticker) {
    this.notes = notes;
    this.settings = settings;
    this.clock = clock;
    this.ticker = ticker;
  }

  /** A shard is in an epoch, perhaps for long. */
  void isIn(ShardId id, String name, EpochName epoch) {
    String entered = epoch.toString();
    DrillNote known = notes.find(name);
    if (known == null || !known.epoch().equals(entered)) {
      long now = clock.millis();
      notes.add(name, DrillNote.of(id));
      notes.change(
          name, note -> note.withEpoch(entered).withDue(sooner(note.due(), now + delay(note))));
    }
  }

  /** How long it is until a new epoch is tried. */
  private long delay(DrillNote note) {
    int doublings = Math.clamp(note.failures() - 1L, 0, MOST_DOUBLINGS);
    return Math.min(
        settings.delay().toMillis() << doublings,
        Math.max(settings.delay().toMillis(), settings.interval().toMillis()));
  }

  private static long sooner(long due, long other) {
    return due == 0 ? other : Math.min(due, other);
  }

  /** So much of a shard is known to be in the replica, which may be no news. */
  void isAt(String name, long revision) {
    DrillNote known = notes.find(name);
    if (known != null && isNews(known, revision)) {
      notes.change(
          name,
          note ->
              isNews(note, revision)
                  ? note.withDue(lastAt(note) + settings.interval().toMillis())
                  : note);
    }
  }

  private static boolean isNews(DrillNote note, long revision) {
    Drilled last = note.last();
    return note.due() == 0 && last != null && revision > last.revision();
  }

  private static long lastAt(DrillNote note) {
    return note.last() == null ? 0 : note.last().at();
  }

  /** The shard that has been due for longest, but for those that must wait; null if none is. */
  @Nullable Next next() {
    long now = clock.millis();
    long nanos = ticker.nanos();
    Next[] first = new Next[1];
    notes.forEach(
        (name, note) -> {
          Wait wait = waits.get(name);
          boolean mayCome = wait == null || nanos - wait.until() >= 0;
          if (note.isDue(now) && mayCome && (first[0] == null || note.due() < first[0].due())) {
            first[0] = new Next(note.id(), name, note.due());
          }
        });
    return first[0];
  }

  /** A drill begins: says which epoch it is about; empty if there is none. */
  String begin(ShardId id, String name) {
    notes.add(name, DrillNote.of(id));
    DrillNote note = notes.find(name);
    return note == null ? "" : note.epoch();
  }

  /** What lies in the replica was looked at. */
  void seen(String name, ReplicaExtent extent) {
    notes.change(name, note -> note.withExtent(extent));
  }

  /**
   * A drill came to a result.
   *
   * @param epoch what {@link #begin} said; if the shard has entered another one meanwhile, that
   *     one's drill stays due
   */
  void ended(String name, String epoch, Drilled result) {
    waits.remove(name);
    (result.ok() ? proven : failed).incrementAndGet();
    notes.change(
        name,
        note -> {
          DrillNote told = note.with(result);
          if (!result.ok()) {
            return told.withDue(result.at() + delay(told));
          }
          return note.epoch().equals(epoch) ? told.withDue(0) : told;
        });
  }

  /** An attempt came to no result; the next one may come after a while. */
  void untried(String name, String why) {
    untried.incrementAndGet();
    waits.compute(
        name,
        (_, before) -> {
          int attempts = before == null ? 0 : before.attempts();
          long wait = FIRST_RETRY.toNanos() << Math.min(attempts, MOST_DOUBLINGS);
          return new Wait(ticker.nanos() + wait, attempts + 1, why);
        });
  }

  /** The shard is there no more. */
  void forget(String name) {
    notes.remove(name);
    waits.remove(name);
  }

  /** What is known of a shard. */
  ShardProof proof(String name) {
    DrillNote note = notes.find(name);
    Wait wait = waits.get(name);
    String why = wait == null ? "" : wait.why();
    return note == null
        ? new ShardProof(null, null, null, why, null)
        : new ShardProof(
            note.proven(), note.last(), note.due() == 0 ? null : note.due(), why, note.extent());
  }

  /** How the drills fare. */
  DrillFigures figures() {
    long now = clock.millis();
    int[] due = {0};
    int[] failing = {0};
    long[] oldest = {now};
    TreeMap<ShardId, String> named = new TreeMap<>();
    notes.forEach(
        (_, note) -> {
          if (note.isDue(now)) {
            due[0]++;
            oldest[0] = Math.min(oldest[0], note.due());
          }
          Drilled last = note.last();
          if (last != null && !last.ok()) {
            failing[0]++;
            named.put(note.id(), last.reason());
            if (named.size() > DrillFigures.MOST_NAMED) {
              named.pollLastEntry();
            }
          }
        });
    return new DrillFigures(
        proven.get(),
        failed.get(),
        untried.get(),
        due[0],
        Duration.ofMillis(now - oldest[0]),
        failing[0],
        named);
  }

  /**
   * How much lies in the replica.
   *
   * @param requests made of its store
   */
  ReplicaFigures extents(long requests) {
    long[] sums = new long[3];
    notes.forEach(
        (_, note) -> {
          ReplicaExtent extent = note.extent();
          if (extent != null) {
            sums[0]++;
            sums[1] += extent.objects();
            sums[2] += extent.bytes();
          }
        });
    return new ReplicaFigures(sums[0], sums[1], sums[2], requests);
  }
}
