package dev.cairn.shard;

import dev.cairn.catalogue.Catalogue;
import dev.cairn.storage.StorageDriver;

/** A driver and its catalogue as the registry's suite holds them: one instance for each test. */
interface Backing extends AutoCloseable {

  StorageDriver driver();

  Catalogue catalogue();

  /**
   * Closes both and starts others over the same data, as a new process would; does nothing where
   * the data end with the process.
   */
  void restart();

  @Override
  void close();
}
