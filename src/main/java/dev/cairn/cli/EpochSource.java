package dev.cairn.cli;

import dev.cairn.backup.NoSuchPointException;
import dev.cairn.backup.Point;
import dev.cairn.backup.Points;
import dev.cairn.backup.ReplicaStore;
import dev.cairn.backup.ReplicatorException;
import dev.cairn.backup.Restorer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/** The states that Litestream has copied, up to a time. */
final class EpochSource implements RestoreSource {

  private final ReplicaStore store;
  private final Points points;
  private final Restorer restorer;
  private final long before;

  /**
   * @param before everything restored was committed before, in milliseconds since 1970 UTC
   */
  EpochSource(ReplicaStore store, Restorer restorer, long before) {
    this.store = store;
    this.points = new Points(store);
    this.restorer = restorer;
    this.before = before;
  }

  @Override
  public Set<String> names() throws IOException {
    Set<String> names = new TreeSet<>();
    store.forEachShard(names::add);
    return names;
  }

  @Override
  public Instant restore(String shard, Path file) throws IOException, InterruptedException {
    try {
      Point point = points.before(shard, before);
      restorer.restore(point, file, Restorer.LONGEST);
      return Instant.ofEpochMilli(point.millis());
    } catch (NoSuchPointException | ReplicatorException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
