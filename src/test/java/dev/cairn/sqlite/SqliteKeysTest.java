package dev.cairn.sqlite;

import dev.cairn.catalogue.KeyStore;
import dev.cairn.storage.KeyStoreContract;
import java.nio.file.Path;
import java.time.Clock;

class SqliteKeysTest extends KeyStoreContract {

  @SuppressWarnings("NullAway.Init") // Opened before each test.
  private SqliteCatalogue catalogue;

  @Override
  protected KeyStore open(Path directory) {
    catalogue = new SqliteCatalogue(directory, Clock.systemUTC());
    return catalogue.keys();
  }

  @Override
  protected KeyStore reopen(Path of) {
    catalogue.close();
    return open(of);
  }

  @Override
  protected void close() {
    catalogue.close();
  }
}
