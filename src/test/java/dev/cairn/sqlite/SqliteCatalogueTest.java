package dev.cairn.sqlite;

import dev.cairn.catalogue.Catalogue;
import dev.cairn.storage.CatalogueContract;
import java.nio.file.Path;
import java.time.Clock;

class SqliteCatalogueTest extends CatalogueContract {

  @Override
  protected Catalogue open(Path directory) {
    return new SqliteCatalogue(directory, Clock.systemUTC());
  }

  @Override
  protected Catalogue reopen(Catalogue closing, Path of) {
    closing.close();
    return open(of);
  }
}
