package dev.cairn.backup;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Copies files as Litestream does as far as the policy can tell: keeps a connection to each, notes
 * the salts of its log, and records which revision each sync copied to which place. It notices what
 * would make a real copy silently wrong: a log that was moved while the file was registered, a
 * place that is used twice, notes of another epoch. Any thread.
 */
final class FakeReplicator implements Replicator, AutoCloseable {

  /** The calls that can be made to fail. */
  enum Call {
    REGISTER,
    UNREGISTER,
    SYNC
  }

  private final Object lock = new Object();
  private final Map<Path, CopiedFile> registered = new HashMap<>();
  private final List<Connection> leaked = new ArrayList<>();
  private final Map<String, List<Long>> copies = new TreeMap<>();
  private final List<String> breaches = new ArrayList<>();
  private final Map<Call, ReplicatorException.Kind> failing = new HashMap<>();
  private long generation = 1;
  private boolean running = true;
  private boolean unknownIsDone;
  private int capacity = 1000;
  private int syncs;
  private long calls;
  private @Nullable FakeReplica replica;

  /** Told of each call before it does something, and after that. */
  private volatile Consumer<String> onStep = step -> {};

  /** A sync needs a permit after it began. */
  private final Semaphore permits = new Semaphore(Integer.MAX_VALUE);

  /** Has somebody told of each step of each call; may be called from several threads. */
  void onStep(Consumer<String> listener) {
    onStep = listener;
  }

  /** What another one copied is in the replica already. */
  void remember(Map<String, List<Long>> earlier) {
    synchronized (lock) {
      earlier.forEach((place, revisions) -> copies.put(place, new ArrayList<>(revisions)));
    }
  }

  /** Has a call fail from now on, or succeed if {@code kind} is null. */
  void fail(Call call, ReplicatorException.@Nullable Kind kind) {
    synchronized (lock) {
      if (kind == null) {
        failing.remove(call);
      } else {
        failing.put(call, kind);
      }
    }
  }

  /** Whether a call whose answer is lost was carried out all the same. */
  void unknownIsDone(boolean done) {
    synchronized (lock) {
      unknownIsDone = done;
    }
  }

  /** Has every sync leave its transaction there. */
  void copyTo(FakeReplica kept) {
    replica = kept;
  }

  void capacity(int files) {
    synchronized (lock) {
      capacity = files;
    }
  }

  /** Dies: lets go of every file without a word. */
  void kill() {
    synchronized (lock) {
      registered.values().forEach(CopiedFile::checkLog);
      registered.values().forEach(file -> leaked.add(file.connection()));
      registered.clear();
      running = false;
    }
  }

  /** Starts; one that runs is killed first. */
  void startAgain() {
    kill();
    synchronized (lock) {
      running = true;
      generation++;
    }
  }

  /** Holds every sync that begins from now on. */
  void holdSyncs() {
    permits.drainPermits();
  }

  void releaseSyncs() {
    permits.release(Integer.MAX_VALUE - permits.availablePermits());
  }

  /** What went wrong that would have spoilt a real copy. */
  List<String> breaches() {
    synchronized (lock) {
      return List.copyOf(breaches);
    }
  }

  /** The revisions that were copied to each place, in order. */
  Map<String, List<Long>> copies() {
    synchronized (lock) {
      Map<String, List<Long>> all = new TreeMap<>();
      copies.forEach((place, revisions) -> all.put(place, List.copyOf(revisions)));
      return all;
    }
  }

  /** The newest revision that can be restored of a shard; -1 if nothing can. */
  long restorable(String shard) {
    synchronized (lock) {
      return copies.entrySet().stream()
          .filter(copy -> copy.getKey().startsWith("shards/" + shard + "/"))
          .flatMap(copy -> copy.getValue().stream())
          .mapToLong(Long::longValue)
          .max()
          .orElse(-1);
    }
  }

  /** The place that a file is copied to, or null. */
  @Nullable ReplicaPlace placeOf(String shard) {
    synchronized (lock) {
      return registered.values().stream()
          .map(file -> file.place())
          .filter(place -> place.shard().equals(shard))
          .findAny()
          .orElse(null);
    }
  }

  int registeredFiles() {
    synchronized (lock) {
      return registered.size();
    }
  }

  /** How many calls of any kind were answered. */
  long calls() {
    synchronized (lock) {
      return calls;
    }
  }

  /** How many syncs have begun. */
  int syncs() {
    synchronized (lock) {
      return syncs;
    }
  }

  @Override
  public Registration register(Path database, ReplicaPlace place, Duration limit)
      throws ReplicatorException {
    onStep.accept("before register");
    synchronized (lock) {
      failIfPlanned(Call.REGISTER, () -> registered.put(database, open(database, place)));
      if (registered.containsKey(database)) {
        return Registration.ALREADY_REGISTERED;
      }
      registered.put(database, open(database, place));
    }
    onStep.accept("after register");
    return Registration.REGISTERED;
  }

  private CopiedFile open(Path database, ReplicaPlace place) {
    return new CopiedFile(database, place, copies.containsKey(place.path()), breaches::add);
  }

  @Override
  public void unregister(Path database, Duration limit) throws ReplicatorException {
    onStep.accept("before unregister");
    synchronized (lock) {
      CopiedFile file = registered.get(database);
      if (failing.get(Call.UNREGISTER) == ReplicatorException.Kind.FAILING) {
        letGo(database, file);
      }
      failIfPlanned(Call.UNREGISTER, () -> letGo(database, file));
      letGo(database, file);
    }
    onStep.accept("after unregister");
  }

  private void letGo(Path database, @Nullable CopiedFile file) {
    if (file != null) {
      file.checkLog();
      registered.remove(database);
      leaked.add(file.connection());
    }
  }

  @Override
  public long sync(Path database, Duration limit) throws ReplicatorException {
    synchronized (lock) {
      syncs++;
    }
    onStep.accept("before sync");
    permits.acquireUninterruptibly();
    permits.release();
    long transaction;
    synchronized (lock) {
      failIfPlanned(Call.SYNC, () -> {});
      CopiedFile file = registered.get(database);
      if (file == null) {
        throw new ReplicatorException(ReplicatorException.Kind.LOST, "It is not registered.");
      }
      file.checkLog();
      List<Long> copied = copies.computeIfAbsent(file.place().path(), place -> new ArrayList<>());
      copied.add(file.revision());
      transaction = copied.size();
      if (replica != null) {
        replica.copy(file.place(), transaction, file.connection());
      }
      file.note(transaction);
    }
    onStep.accept("after sync");
    return transaction;
  }

  private void failIfPlanned(Call call, Runnable done) throws ReplicatorException {
    calls++;
    if (!running) {
      throw new ReplicatorException(ReplicatorException.Kind.DOWN, "It does not run.");
    }
    ReplicatorException.Kind kind = failing.get(call);
    if (kind != null) {
      if (kind == ReplicatorException.Kind.UNKNOWN && unknownIsDone) {
        done.run();
      }
      throw new ReplicatorException(kind, "The store is away.");
    }
  }

  @Override
  public int capacity() {
    synchronized (lock) {
      return capacity;
    }
  }

  @Override
  public long generation(Path database) {
    synchronized (lock) {
      return generation;
    }
  }

  @Override
  public Condition condition() {
    synchronized (lock) {
      return new Condition(running, "", (int) generation - 1, 0);
    }
  }

  @Override
  public void close() throws SQLException {
    synchronized (lock) {
      registered.values().forEach(file -> leaked.add(file.connection()));
      registered.clear();
      for (Connection connection : leaked) {
        connection.close();
      }
      leaked.clear();
    }
  }
}
