package dev.cairn.http;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.runtime.filter.AutoSecurityFilter;
import io.smallrye.openapi.runtime.io.Format;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Has the native executable answer with the description of the API that was stored in it when it
 * was built. The framework would read that into its model and write it again at every start, which
 * changes nothing but the order of members, since every filter of ours has run by then; model,
 * reader and writer are left out.
 */
@TargetClass(className = "io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService")
final class StoredDescription {

  private StoredDescription() {}

  /** Nothing is left to prepare. */
  @Substitute
  void prepareDocument(
      AutoSecurityFilter security,
      Map<OpenApiFilter.RunStage, List<String>> filters,
      String document) {
    // It was when the executable was built.
  }

  /** The description in one of its two formats. */
  @Substitute
  byte[] getDocument(String document, Format format) {
    String name = "META-INF/quarkus-generated-openapi-doc." + format.name();
    try (InputStream stored =
        Objects.requireNonNull(ClassLoader.getSystemResourceAsStream(name), name)) {
      return stored.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
