package dev.cairn.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;

/** What shards are restored from. Any thread; every call asks the replica and blocks. */
interface RestoreSource {

  /** The names of all shards that it has something of, in order. */
  Collection<String> names() throws IOException;

  /**
   * Writes the wanted state of a shard to a file.
   *
   * @param shard its name in the replica
   * @param file absolute, where nothing lies yet; its directory is there
   * @return the time of that state
   * @throws IOException if it can't be done, with a message for users; then nothing is left there
   */
  Instant restore(String shard, Path file) throws IOException, InterruptedException;
}
