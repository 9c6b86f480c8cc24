package dev.cairn.operation;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a node: begun, asked about, cancelled, and gone on with after a restart. Of one
 * shard one goes on at a time. Any thread; what begins one writes to the disk.
 */
public final class Operations implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Operations.class.getName());

  /** How long the end of the service waits for those that go on to stop. */
  private static final Duration END_WAIT = Duration.ofSeconds(10);

  private final Map<String, OperationWork> works;
  private final @Nullable OperationFiles files;
  private final OperationSettings settings;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final ExecutorService threads;

  /** All that are remembered, by id, and so by age. */
  private final ConcurrentSkipListMap<String, OperationTask> tasks = new ConcurrentSkipListMap<>();

  /**
   * Nothing goes on before {@link #start}.
   *
   * @param directory where they are kept, made if it is missing; null if they need not survive
   * @param works what the kinds do
   */
  public Operations(
      @Nullable Path directory,
      List<OperationWork> works,
      OperationSettings settings,
      Clock clock) {
    this.works =
        works.stream().collect(Collectors.toUnmodifiableMap(OperationWork::kind, work -> work));
    this.files = directory == null ? null : new OperationFiles(directory);
    this.settings = settings;
    this.clock = clock;
    this.threads =
        Executors.newFixedThreadPool(
            settings.atOnce(),
            Thread.ofPlatform().name("cairn-operation-", 0).daemon(true).factory());
  }

  /** Takes up what did not end before the restart. Once, when shards can be opened. */
  public void start() {
    if (files == null) {
      return;
    }
    List<OperationTask> unfinished = new ArrayList<>();
    files.forEach(
        operation -> {
          OperationTask task = new OperationTask(operation, this::keep);
          tasks.put(operation.id(), task);
          if (!operation.isFinished()) {
            unfinished.add(task);
          }
        });
    unfinished.forEach(task -> threads.execute(() -> run(task)));
  }

  /**
   * Begins one.
   *
   * @param kind one that was given at the begin
   * @param parameters what is asked for, by name
   * @throws CairnException {@link ErrorCode#OPERATION_RUNNING} if one of the shard is not finished,
   *     {@link ErrorCode#TOO_MANY_OPERATIONS} if too many are not
   */
  public OperationTask begin(String kind, ShardId shard, Map<String, String> parameters) {
    OperationTask task = new OperationTask(made(kind, shard, parameters), this::keep);
    synchronized (tasks) {
      requireRoom(shard);
      // Nobody is told of one that a restart would not know.
      keep(task.operation());
      tasks.put(task.operation().id(), task);
    }
    try {
      threads.execute(() -> run(task));
    } catch (RuntimeException e) {
      forget(task.operation().id());
      throw e;
    }
    forgetOldest();
    return task;
  }

  private Operation made(String kind, ShardId shard, Map<String, String> parameters) {
    long now = clock.millis();
    String id = String.format(Locale.ROOT, "%013d-%08x", now, random.nextInt());
    return new Operation(
        id,
        kind,
        shard,
        parameters,
        Map.of(),
        OperationState.RUNNING,
        0,
        "Waits for its turn.",
        now,
        null,
        Map.of(),
        null);
  }

  private void requireRoom(ShardId shard) {
    int running = 0;
    for (OperationTask task : tasks.values()) {
      Operation operation = task.operation();
      if (operation.isFinished()) {
        continue;
      }
      if (operation.shard().equals(shard)) {
        throw new CairnException(
            ErrorCode.OPERATION_RUNNING,
            "Operation " + operation.id() + " of shard " + shard + " has not finished yet.",
            List.of(),
            Map.of("operation", operation.id()),
            null);
      }
      running++;
    }
    if (running >= settings.running()) {
      throw new CairnException(
          ErrorCode.TOO_MANY_OPERATIONS,
          "There are " + running + " operations that have not finished; no more are taken.");
    }
  }

  private void keep(Operation operation) {
    if (files != null) {
      files.put(operation);
    }
  }

  private void forget(String id) {
    tasks.remove(id);
    if (files != null) {
      files.remove(id);
    }
  }

  private void forgetOldest() {
    List<String> finished =
        tasks.values().stream()
            .map(OperationTask::operation)
            .filter(Operation::isFinished)
            .map(Operation::id)
            .toList();
    for (String id : finished.subList(0, Math.max(0, finished.size() - settings.kept()))) {
      forget(id);
    }
  }

  private void run(OperationTask task) {
    Operation operation = task.operation();
    OperationWork work = works.get(operation.kind());
    try {
      if (work == null) {
        task.fail(ErrorCode.INTERNAL, "This program knows no such operation.", clock.millis());
        return;
      }
      task.succeed(work.run(task), clock.millis());
    } catch (InterruptedException e) {
      if (!task.isStopped()) {
        task.endCancelled(clock.millis());
      }
    } catch (CairnException e) {
      if (e.code() != ErrorCode.SHUTTING_DOWN) {
        task.fail(e.code(), e.detail(), clock.millis());
      }
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "Operation " + operation.id() + " failed.", e);
      task.fail(ErrorCode.INTERNAL, "It failed through a fault of the service.", clock.millis());
    }
    Operation last = task.operation();
    LOG.log(
        System.Logger.Level.INFO,
        "Operation {0}, {1} of shard {2}: {3}. {4}",
        last.id(),
        last.kind(),
        last.shard(),
        last.state().word(),
        last.detail());
  }

  /** The operation, or null if none of that id is remembered. */
  public @Nullable Operation find(String id) {
    OperationTask task = tasks.get(id);
    return task == null ? null : task.operation();
  }

  /**
   * Has one end as soon as that does no harm. One that has finished stays as it is; one that is
   * past the point up to which it can be ended goes on to its end.
   *
   * @return the operation as it is now, or null if none of that id is remembered
   */
  public @Nullable Operation cancel(String id) {
    OperationTask task = tasks.get(id);
    if (task == null) {
      return null;
    }
    task.cancel();
    return task.operation();
  }

  /**
   * A page of them, the newest first.
   *
   * @param wanted which
   * @param before only older ones than that of this id, or null
   * @param limit most of them, from 1
   */
  public List<Operation> list(Predicate<Operation> wanted, @Nullable String before, int limit) {
    var older = before == null ? tasks : tasks.headMap(before, false);
    return older.descendingMap().values().stream()
        .map(OperationTask::operation)
        .filter(wanted)
        .limit(limit)
        .toList();
  }

  /** Has those that go on stop where it does no harm; they go on after the restart. */
  @Override
  public void close() {
    // Not interrupted from here: only the task knows where that does no harm.
    threads.shutdown();
    tasks.values().forEach(OperationTask::stop);
    try {
      if (!threads.awaitTermination(END_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "Operations go on while the service ends.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
