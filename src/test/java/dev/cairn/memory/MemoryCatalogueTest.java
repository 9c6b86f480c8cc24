package dev.cairn.memory;

import dev.cairn.catalogue.Catalogue;
import dev.cairn.storage.CatalogueContract;
import java.nio.file.Path;

class MemoryCatalogueTest extends CatalogueContract {

  @Override
  protected Catalogue open(Path directory) {
    return new MemoryCatalogue();
  }

  @Override
  protected Catalogue reopen(Catalogue closing, Path of) {
    return closing;
  }
}
