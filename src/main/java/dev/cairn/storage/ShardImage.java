package dev.cairn.storage;

import dev.cairn.ShardId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A whole state of a shard that is no shard's yet, and that can become one's. It is its holder's
 * alone and goes when it is closed, unless it was installed. One thread; calls may block.
 */
public interface ShardImage extends AutoCloseable {

  /** What it says of itself, as of the time that it was made. */
  RestoredShard shard();

  /**
   * The file that it lies in, which any program that knows SQLite can read, with nothing beside it;
   * null if it lies in none.
   */
  @Nullable Path file();

  /** See {@link ShardFiles#turnInto}. */
  void turnInto(ShardId id, long revision, long epoch);

  /** See {@link ShardFiles#install}. */
  void install(ShardId id);

  @Override
  void close();
}
