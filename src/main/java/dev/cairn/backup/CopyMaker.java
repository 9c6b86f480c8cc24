package dev.cairn.backup;

import dev.cairn.ShardId;
import dev.cairn.shard.FollowedShard;
import dev.cairn.storage.RestoredShard;
import dev.cairn.storage.Scratch;
import dev.cairn.storage.ShardFiles;
import dev.cairn.storage.StorageFault;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes one copy: the open shard is copied to a file of its own, that file checked page by page,
 * compressed and put into the store; then those are deleted that need not be kept any more. One
 * thread.
 */
final class CopyMaker {

  private static final System.Logger LOG = System.getLogger(CopyMaker.class.getName());

  private static final String FILE = "copy.sqlite";

  private final ShardFiles files;
  private final CopyStore store;
  private final CopyKeeping keeping;

  CopyMaker(ShardFiles files, CopyStore store, CopyKeeping keeping) {
    this.files = files;
    this.store = store;
    this.keeping = keeping;
  }

  /** Where the file of a copy is put together, until it is closed. */
  Scratch bench() throws IOException {
    return new Scratch(files, "copy");
  }

  /**
   * Copies an open shard.
   *
   * @param shard is not closed meanwhile
   * @throws StorageFault if it can't be done
   */
  void take(FollowedShard shard, Scratch bench) {
    files.copy(shard.store(), bench.file(FILE));
  }

  /**
   * Checks the copy that was taken and puts it into the store.
   *
   * @param begun when the copying began, in milliseconds since 1970 UTC
   * @throws StorageFault if the copy is damaged, and so perhaps the shard
   */
  CopyStore.StoredCopy put(ShardId id, String name, long begun, Scratch bench) throws IOException {
    Path file = bench.file(FILE);
    RestoredShard found = files.examine(file);
    if (!found.id().equals(id)) {
      throw new IOException("The file of shard " + id + " says that it is of " + found.id());
    }
    CopyName copy = new CopyName(begun, found.revision());
    return new CopyStore.StoredCopy(copy, store.put(name, copy, file));
  }

  /** Deletes what need not be kept any more; what can't be deleted is when the next is made. */
  void prune(String name) {
    try {
      for (CopyName copy : keeping.excess(store.list(name))) {
        store.delete(name, copy);
      }
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Old copies of shard {0} could not be deleted: {1}",
          name,
          e.getMessage());
    }
  }
}
