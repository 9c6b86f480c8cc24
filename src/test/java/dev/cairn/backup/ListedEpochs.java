package dev.cairn.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A store that tells which epochs a fake replicator has copied to; nothing else is asked of it. */
final class ListedEpochs extends PartialStore {

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
  public List<StoredObject> list(String directory) {
    return List.of();
  }

  @Override
  public long requests() {
    return requests;
  }
}
