package dev.cairn.bench;

import dev.cairn.JsonText;
import dev.cairn.Key;
import java.nio.file.Path;

/** A way to get and put entries of one shard file. Any thread. */
interface Calls extends AutoCloseable {

  /** Bytes of the entry's value. */
  int get(Key key);

  /**
   * Overwrites an entry.
   *
   * @return false if the file was busy for too long and nothing was written
   */
  boolean put(Key key, JsonText value);

  /** The file's write-ahead log, if it has one. */
  Path log();

  @Override
  void close();
}
