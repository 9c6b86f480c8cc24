package dev.cairn.litestream;

import dev.cairn.Ticker;
import dev.cairn.backup.ReplicaPlace;
import dev.cairn.backup.Replicator;
import dev.cairn.backup.ReplicatorException;
import dev.cairn.backup.ReplicatorException.Kind;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Copies files by processes of Litestream that it keeps running: one, or several where more files
 * are to be copied than one does well. Which of them copies a file follows from the file's path
 * alone. Any thread.
 *
 * <p>A process that ends is started again, after a wait that doubles with each failure, from 0.2 s
 * to 30 s; one that does not answer for half a minute, or merges nothing for five minutes, is
 * killed. Where the system can, processes end with this one; elsewhere the next service ends them
 * before it starts its own.
 */
public final class Litestream implements Replicator, AutoCloseable {

  private final LitestreamSettings settings;
  private final ReplicaUrl replica;
  private final Capacity capacity;
  private final long openFileLimit;
  private final System.Logger log;

  /** Closes connections whose time is up. */
  private final ScheduledThreadPoolExecutor timer;

  private final List<Child> children;

  /** Guarded by this. */
  private boolean started;

  /**
   * One that copies nothing until it is started.
   *
   * @param random for the jitter of waits; for any thread
   * @throws IllegalArgumentException if the replica's URL is none
   */
  public Litestream(LitestreamSettings settings, Ticker ticker, RandomGenerator random) {
    this(
        settings,
        SystemFigures.openFileLimit(),
        Timing.DEFAULT,
        ticker,
        random,
        System.getLogger(Litestream.class.getName()));
  }

  Litestream(
      LitestreamSettings settings,
      long openFileLimit,
      Timing timing,
      Ticker ticker,
      RandomGenerator random,
      System.Logger log) {
    this.settings = settings;
    this.replica = new ReplicaUrl(settings.replica());
    this.openFileLimit = openFileLimit;
    this.capacity = Capacity.of(settings.files(), openFileLimit);
    this.log = log;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("cairn-litestream-limits").factory());
    timer.setRemoveOnCancelPolicy(true);
    Secrets secrets = new Secrets(settings, System.getenv());
    ProcessRecords records = new ProcessRecords(settings.directory(), timing, ticker);
    Launcher launcher = new Launcher(settings, records, timer, secrets, timing, ticker);
    this.children =
        IntStream.range(0, capacity.processes())
            .mapToObj(
                number ->
                    new Child(
                        number,
                        launcher,
                        new ChildLog(log, secrets, ticker),
                        log,
                        timing,
                        ticker,
                        random))
            .toList();
  }

  /**
   * Starts the processes and waits until they take calls or have failed to; {@link #condition}
   * tells which. A failure is no exception: they are started again and again. To be called once.
   */
  public void start() throws InterruptedException {
    begin();
    for (Child child : children) {
      child.awaitFirstStart();
    }
  }

  private synchronized void begin() {
    try {
      RunDirectory.deleteLeft(settings.directory());
    } catch (IOException e) {
      log.log(Level.WARNING, "Files that an earlier run of Litestream left can't be deleted.", e);
    }
    started = true;
    children.forEach(Child::start);
  }

  private synchronized boolean isStarted() {
    return started;
  }

  @Override
  public Registration register(Path database, ReplicaPlace place, Duration limit)
      throws ReplicatorException {
    return control(database).register(database, replica.of(place.path()), limit);
  }

  @Override
  public void unregister(Path database, Duration limit) throws ReplicatorException {
    control(database).unregister(database, limit);
  }

  @Override
  public long sync(Path database, Duration limit) throws ReplicatorException {
    return control(database).sync(database, limit);
  }

  private Control control(Path database) throws ReplicatorException {
    Child.State state = child(database).state();
    if (state.run() == null) {
      throw new ReplicatorException(Kind.DOWN, state.trouble());
    }
    return state.run().control();
  }

  /** The child that copies a file; always the same one. */
  private Child child(Path database) {
    return children.get(Math.floorMod(database.hashCode(), children.size()));
  }

  @Override
  public int capacity() {
    return capacity.files();
  }

  @Override
  public long generation(Path database) {
    return child(database).starts();
  }

  @Override
  public Condition condition() {
    StringJoiner detail = new StringJoiner("; ");
    boolean running = true;
    int restarts = 0;
    long residentBytes = 0;
    for (Child child : children) {
      Child.State state = child.state();
      if (state.run() == null) {
        running = false;
        detail.add(state.trouble());
      } else {
        residentBytes += SystemFigures.residentBytes(state.run().pid());
      }
      restarts += Math.max(0, child.starts() - 1);
    }
    if (capacity.files() < settings.files()) {
      detail.add(
          "At most %d files are copied at a time and not %d: a process may have %d files open"
              .formatted(capacity.files(), settings.files(), openFileLimit));
    }
    return new Condition(running, detail.toString(), restarts, residentBytes);
  }

  /**
   * Ends the processes. Each gets 10 s to copy what is left, in parallel, and is killed then; what
   * it has not copied it finds again later. Idempotent.
   */
  @Override
  public void close() {
    children.forEach(Child::askToStop);
    try {
      if (isStarted()) {
        for (Child child : children) {
          child.awaitStop();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    timer.shutdownNow();
  }
}
