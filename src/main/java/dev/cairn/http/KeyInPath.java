package dev.cairn.http;

import dev.cairn.Limits;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The entry of a path that ends in its key. One request. */
@SuppressWarnings("NullAway.Init") // the framework fills the fields in
public final class KeyInPath extends EntryPlace {

  /** Segments with more in them than one or two dots. */
  private static final String STANDS_IN_PATH =
      "^([^/]*[^/.][^/]*|[.]{3,})(/([^/]*[^/.][^/]*|[.]{3,}))*$";

  /** The key as the framework decoded it, for the API description only. */
  @Parameter(
      description =
          "The key: everything up to the end of the path. Slashes may stand raw or as %2F, every"
              + " other character that is not unreserved is percent-encoded. Keys with an empty"
              + " segment or a segment of one or two dots go through the query parameter instead.",
      example = "DE-BE",
      schema =
          @Schema(
              type = SchemaType.STRING,
              minLength = 1,
              maxLength = Limits.MAX_KEY_BYTES,
              pattern = STANDS_IN_PATH))
  @PathParam("key")
  public String key;

  /** The entry; its key comes from the raw target, which nothing has cut or folded. */
  EntryAddress address(HttpServerRequest request) {
    return EntryAddress.ofPath(request, shard, namespace);
  }
}
