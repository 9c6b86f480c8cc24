package dev.cairn.memory;

import dev.cairn.catalogue.KeyStore;
import dev.cairn.storage.KeyStoreContract;
import java.nio.file.Path;

class MemoryKeysTest extends KeyStoreContract {

  private final MemoryKeys keys = new MemoryKeys();

  @Override
  protected KeyStore open(Path directory) {
    return keys;
  }

  @Override
  protected KeyStore reopen(Path of) {
    return keys;
  }

  @Override
  protected void close() {}
}
