package dev.cairn.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A store before another one: it can be away, from any call on, counts what is asked of it, tells
 * of each call, and its puts take time. An epoch is deleted in single calls, so that it can go away
 * between them. One thread.
 */
final class FailingStore implements ReplicaStore {

  /** The finest level and that of the full copies, and what is between. */
  private static final int LEVELS = 10;

  private final ReplicaStore real;
  private final Consumer<Duration> passing;
  private Duration each = Duration.ZERO;
  private LongConsumer onCall = call -> {};
  private boolean away;
  private long awayFrom = -1;
  private long failing = -1;
  private boolean carriedOut;
  private long requests;

  /**
   * @param passing has time pass
   */
  FailingStore(ReplicaStore real, Consumer<Duration> passing) {
    this.real = real;
    this.passing = passing;
  }

  @FunctionalInterface
  private interface Call<T extends @Nullable Object> {
    T make() throws IOException;
  }

  @FunctionalInterface
  private interface Change {
    void make() throws IOException;
  }

  void away(boolean gone) {
    away = gone;
  }

  /**
   * Has it go away at a call, and stay so.
   *
   * @param call counted from 1, from now on
   * @param done whether that call is carried out all the same, and only its answer is lost
   */
  void awayFrom(long call, boolean done) {
    awayFrom = requests + call;
    carriedOut = done;
  }

  /** Has a single call fail, counted from 1, from now on. */
  void failOnce(long call) {
    failing = requests + call;
  }

  /** Whether anything has gone wrong yet. */
  boolean hasFailed() {
    return away || (failing >= 0 && requests >= failing);
  }

  /** Has somebody told of each call before it is carried out, counted from 1, from the first on. */
  void onCall(LongConsumer listener) {
    onCall = listener;
  }

  void slow(Duration eachPut) {
    each = eachPut;
  }

  private <T extends @Nullable Object> T ask(Call<T> call) throws IOException {
    requests++;
    onCall.accept(requests);
    boolean goes = requests == awayFrom;
    if (goes && carriedOut) {
      call.make();
    }
    away |= goes;
    if (away || requests == failing) {
      throw new IOException("The store is away.");
    }
    return call.make();
  }

  private void change(Change change) throws IOException {
    ask(
        () -> {
          change.make();
          return true;
        });
  }

  @Override
  public List<EpochName> epochs(String shard) throws IOException {
    return ask(() -> real.epochs(shard));
  }

  @Override
  public void forEachShard(Consumer<String> consumer) throws IOException {
    change(() -> real.forEachShard(consumer));
  }

  @Override
  public List<TransactionFile> files(ReplicaPlace place, int level) throws IOException {
    return ask(() -> real.files(place, level));
  }

  @Override
  public @Nullable Long created(ReplicaPlace place, TransactionFile file) throws IOException {
    return this.<@Nullable Long>ask(() -> real.created(place, file));
  }

  @Override
  public void delete(ReplicaPlace place, TransactionFile file) throws IOException {
    change(() -> real.delete(place, file));
  }

  @Override
  public void deleteEpoch(ReplicaPlace place) throws IOException {
    List<TransactionFile> beginnings = new ArrayList<>();
    List<TransactionFile> others = new ArrayList<>();
    for (int level = 0; level < LEVELS; level++) {
      for (TransactionFile file : real.files(place, level)) {
        (file.first() == 1 ? beginnings : others).add(file);
      }
    }
    for (List<TransactionFile> files : List.of(beginnings, others)) {
      for (TransactionFile file : files) {
        delete(place, file);
      }
    }
    change(() -> real.deleteEpoch(place));
  }

  @Override
  public List<StoredObject> list(String directory) throws IOException {
    return ask(() -> real.list(directory));
  }

  @Override
  public void put(String path, Path file) throws IOException {
    passing.accept(each);
    change(() -> real.put(path, file));
  }

  @Override
  public boolean get(String path, Path file) throws IOException {
    return ask(() -> real.get(path, file));
  }

  @Override
  public void delete(String path) throws IOException {
    change(() -> real.delete(path));
  }

  @Override
  public long requests() {
    return requests;
  }

  @Override
  public void close() {
    real.close();
  }
}
