package dev.cairn.storage;

import dev.cairn.ShardId;
import java.nio.file.Path;

/** An image in a file of its own, in a scratch directory that goes with it. One thread. */
public final class FileImage implements ShardImage {

  private final ShardFiles files;
  private final Scratch scratch;
  private final Path file;
  private final RestoredShard shard;

  /**
   * That of a file.
   *
   * @param scratch holds the file and is closed with this
   * @param file one that {@link ShardFiles#examine} was content with
   * @param shard what that told
   */
  public FileImage(ShardFiles files, Scratch scratch, Path file, RestoredShard shard) {
    this.files = files;
    this.scratch = scratch;
    this.file = file;
    this.shard = shard;
  }

  @Override
  public RestoredShard shard() {
    return shard;
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public void turnInto(ShardId id, long revision, long epoch) {
    files.turnInto(file, id, revision, epoch);
  }

  @Override
  public void install(ShardId id) {
    files.install(file, id);
  }

  @Override
  public void close() {
    scratch.close();
  }
}
