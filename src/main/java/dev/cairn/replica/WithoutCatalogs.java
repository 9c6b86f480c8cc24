package dev.cairn.replica;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.net.URI;
import javax.xml.catalog.Catalog;
import javax.xml.catalog.CatalogFeatures;
import javax.xml.catalog.CatalogManager;

/**
 * Leaves catalogs of XML entities out of the native executable, and with them whole parsers that
 * validate. The answers of stores, the only XML that is read here, are read by a parser that the S3
 * client forbids to follow entities.
 */
@SuppressWarnings("DoNotCallSuggester") // nobody does, but the parser, whose method this becomes
@TargetClass(CatalogManager.class)
final class WithoutCatalogs {

  private WithoutCatalogs() {}

  @Substitute
  static Catalog catalog(CatalogFeatures features, URI... files) {
    throw new UnsupportedOperationException("Catalogs of XML are not built in");
  }
}
