package dev.cairn.oidc;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.RecomputeFieldValue;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.vertx.core.json.Json;
import io.vertx.core.json.jackson.JacksonCodec;
import io.vertx.core.json.jackson.JacksonFactory;
import io.vertx.core.spi.json.JsonCodec;

/**
 * Has the native executable read and write the framework's own JSON, of which there is none but the
 * documents of issuers, without the library that binds it to classes. It would be taken in three
 * places, two of them while the executable is built.
 */
final class StreamedJson {

  private StreamedJson() {}

  @TargetClass(Json.class)
  static final class Common {

    @Alias
    @RecomputeFieldValue(kind = RecomputeFieldValue.Kind.FromAlias)
    public static JsonCodec CODEC = new JacksonCodec();

    private Common() {}
  }

  @TargetClass(JacksonFactory.class)
  static final class OfVertx {

    @Alias
    @RecomputeFieldValue(kind = RecomputeFieldValue.Kind.FromAlias)
    public static JacksonCodec CODEC = new JacksonCodec();

    private OfVertx() {}
  }

  @TargetClass(className = "io.quarkus.vertx.runtime.jackson.QuarkusJacksonFactory")
  static final class OfQuarkus {

    private OfQuarkus() {}

    @Substitute
    JsonCodec codec() {
      return new JacksonCodec();
    }

    /** Nothing is kept that could be forgotten. */
    @Substitute
    static void reset() {
      // As said.
    }
  }
}
