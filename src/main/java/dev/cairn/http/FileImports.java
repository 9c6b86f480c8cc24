package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.operation.OperationTask;
import dev.cairn.operation.Operations;
import dev.cairn.restore.ImportWork;
import dev.cairn.snapshot.Snapshots;
import dev.cairn.storage.Scratch;
import dev.cairn.storage.ShardFiles;
import dev.cairn.storage.StorageDriver;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

/**
 * Receives files that are to become shards, and begins the operations that check them and put them
 * in their places. Any thread; blocks.
 */
@Singleton
final class FileImports {

  /** Files that are received at a time: each may take as much of the disk as a shard. */
  static final int MOST_AT_ONCE = 4;

  private final StorageDriver driver;
  private final Catalogue catalogue;
  private final Snapshots snapshots;
  private final Operations operations;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);

  @Inject
  FileImports(
      StorageDriver driver, Catalogue catalogue, Snapshots snapshots, Operations operations) {
    this.driver = driver;
    this.catalogue = catalogue;
    this.snapshots = snapshots;
    this.operations = operations;
  }

  /**
   * Takes one.
   *
   * @param replaces whether a shard that is there is replaced
   * @throws CairnException if it is refused at once; nothing of it is left
   */
  CompletionStage<Response> take(ShardId shard, boolean replaces, InputStream body)
      throws IOException {
    ShardFiles files = driver.files();
    if (files == null) {
      throw new CairnException(
          ErrorCode.NO_FILES, "This node keeps its shards in memory; no file can be brought in.");
    }
    boolean exists = catalogue.find(shard) != null;
    if (exists && !replaces) {
      throw new CairnException(
          ErrorCode.SHARD_EXISTS,
          "There is a shard " + shard + " already; with onConflict=replace it is replaced.");
    }
    if (exists) {
      snapshots.requireRoom(shard);
    }
    if (!places.tryAcquire()) {
      throw new CairnException(
          ErrorCode.SHARD_BUSY,
          "There are " + MOST_AT_ONCE + " files received now. Try again when one is there.");
    }
    try {
      return OperationAnswers.of(begin(files, shard, replaces, body), exists ? 200 : 201);
    } finally {
      places.release();
    }
  }

  private OperationTask begin(ShardFiles files, ShardId shard, boolean replaces, InputStream body)
      throws IOException {
    Scratch scratch = new Scratch(files, "import");
    boolean begun = false;
    try {
      files.receive(body, scratch.file(ImportWork.FILE));
      OperationTask task =
          operations.begin(
              ImportWork.IMPORT,
              shard,
              Map.of(
                  ImportWork.FROM,
                  scratch.name(),
                  ImportWork.REPLACES,
                  Boolean.toString(replaces)));
      begun = true;
      return task;
    } finally {
      if (!begun) {
        scratch.close();
      }
    }
  }
}
