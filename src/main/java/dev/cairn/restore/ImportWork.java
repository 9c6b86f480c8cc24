package dev.cairn.restore;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.operation.OperationTask;
import dev.cairn.operation.OperationWork;
import dev.cairn.shard.Shards;
import dev.cairn.snapshot.Snapshots;
import dev.cairn.storage.FileImage;
import dev.cairn.storage.RestoredShard;
import dev.cairn.storage.Scratch;
import dev.cairn.storage.ShardFiles;
import dev.cairn.storage.ShardImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * Makes a shard of a file that was brought, or gives it to one that is there, {@code import}.
 *
 * <p>The file was received into a scratch directory before; it is checked there as one that anybody
 * may have made, while the shard serves, and then put in its place ({@link Placement}). What has
 * not been put there is gone after a restart, and so is the operation: the file has to be sent
 * again.
 */
public final class ImportWork implements OperationWork {

  /** The kind. */
  public static final String IMPORT = "import";

  /** The parameter that names the scratch directory, which is this work's from then on. */
  public static final String FROM = "from";

  /** The parameter that has a shard that is there replaced if it is {@code true}. */
  public static final String REPLACES = "replaces";

  /** The name of the file in that directory. */
  public static final String FILE = "shard.sqlite";

  private final ShardFiles files;
  private final Placement placement;

  /** Into shards that lie in those files. */
  public ImportWork(
      Shards shards, Catalogue catalogue, Snapshots snapshots, ShardFiles files, Clock clock) {
    this.files = files;
    this.placement = new Placement(shards, catalogue, snapshots, clock);
  }

  @Override
  public String kind() {
    return IMPORT;
  }

  @Override
  public Map<String, Object> run(OperationTask task) throws InterruptedException {
    ShardId shard = task.operation().shard();
    boolean replaces = Boolean.parseBoolean(task.parameter(REPLACES));
    try (Scratch scratch = Scratch.takenOver(files, String.valueOf(task.parameter(FROM)))) {
      if (placement.isDone(task, shard)) {
        return placement.result(task, shard);
      }
      Path file = scratch.file(FILE);
      if (!Files.exists(file)) {
        throw new CairnException(
            ErrorCode.FILE_REFUSED,
            "The service was started again before the file was taken in; send it again.");
      }
      task.progress(0.1, "Checks the file.");
      RestoredShard checked = files.admit(file);
      task.note(Placement.RESTORED, Long.toString(checked.revision()));
      task.progress(0.9, "Puts it in its place.");
      try (ShardImage image = new FileImage(files, scratch, file, checked)) {
        placement.put(task, shard, image, new Placement.How(shard, !replaces, true));
      }
      return placement.result(task, shard);
    }
  }
}
