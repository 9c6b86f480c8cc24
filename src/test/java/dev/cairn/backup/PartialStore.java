package dev.cairn.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store of which a test fills in what is asked of it; anything else fails the test. */
abstract class PartialStore implements ReplicaStore {

  @Override
  public List<EpochName> epochs(String shard) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void forEachShard(Consumer<String> consumer) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<TransactionFile> files(ReplicaPlace place, int level) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public @Nullable Long created(ReplicaPlace place, TransactionFile file) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(ReplicaPlace place, TransactionFile file) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void deleteEpoch(ReplicaPlace place) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<StoredObject> list(String directory) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void put(String path, Path file) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean get(String path, Path file) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(String path) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
