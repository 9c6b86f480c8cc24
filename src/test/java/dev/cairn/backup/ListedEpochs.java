package dev.cairn.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store that tells which epochs a fake replicator has copied to; nothing else is asked of it. */
final class ListedEpochs implements ReplicaStore {

  private final FakeReplicator replicator;
  private volatile boolean away;
  private volatile long requests;

  ListedEpochs(FakeReplicator replicator) {
    this.replicator = replicator;
  }

  void away(boolean gone) {
    away = gone;
  }

  @Override
  public synchronized List<EpochName> epochs(String shard) throws IOException {
    requests++;
    if (away) {
      throw new IOException("The store is away.");
    }
    String before = "shards/" + shard + "/";
    List<EpochName> epochs = new ArrayList<>();
    for (String place : replicator.copies().keySet()) {
      EpochName epoch =
          place.startsWith(before) ? EpochName.parse(place.substring(before.length())) : null;
      if (epoch != null) {
        epochs.add(epoch);
      }
    }
    return epochs;
  }

  @Override
  public void forEachShard(Consumer<String> consumer) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<TransactionFile> files(ReplicaPlace place, int level) {
    throw new UnsupportedOperationException();
  }

  @Override
  public @Nullable Long created(ReplicaPlace place, TransactionFile file) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(ReplicaPlace place, TransactionFile file) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void deleteEpoch(ReplicaPlace place) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<StoredObject> list(String directory) {
    return List.of();
  }

  @Override
  public void put(String path, Path file) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean get(String path, Path file) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(String path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long requests() {
    return requests;
  }

  @Override
  public void close() {}
}
