package dev.cairn.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A real store that can be away, that counts what is asked of it, and whose puts take time. */
final class FailingStore implements ReplicaStore {

  private final ReplicaStore real;
  private final Consumer<Duration> passing;
  private Duration each = Duration.ZERO;
  private boolean away;
  private long requests;

  /**
   * @param passing has time pass
   */
  FailingStore(ReplicaStore real, Consumer<Duration> passing) {
    this.real = real;
    this.passing = passing;
  }

  void away(boolean gone) {
    away = gone;
  }

  void slow(Duration eachPut) {
    each = eachPut;
  }

  private ReplicaStore asked() throws IOException {
    requests++;
    if (away) {
      throw new IOException("The store is away.");
    }
    return real;
  }

  @Override
  public List<EpochName> epochs(String shard) throws IOException {
    return asked().epochs(shard);
  }

  @Override
  public void forEachShard(Consumer<String> consumer) throws IOException {
    asked().forEachShard(consumer);
  }

  @Override
  public List<TransactionFile> files(ReplicaPlace place, int level) throws IOException {
    return asked().files(place, level);
  }

  @Override
  public @Nullable Long created(ReplicaPlace place, TransactionFile file) throws IOException {
    return asked().created(place, file);
  }

  @Override
  public void delete(ReplicaPlace place, TransactionFile file) throws IOException {
    asked().delete(place, file);
  }

  @Override
  public void deleteEpoch(ReplicaPlace place) throws IOException {
    asked().deleteEpoch(place);
  }

  @Override
  public List<StoredObject> list(String directory) throws IOException {
    return asked().list(directory);
  }

  @Override
  public void put(String path, Path file) throws IOException {
    passing.accept(each);
    asked().put(path, file);
  }

  @Override
  public boolean get(String path, Path file) throws IOException {
    return asked().get(path, file);
  }

  @Override
  public void delete(String path) throws IOException {
    asked().delete(path);
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
