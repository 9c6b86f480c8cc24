package dev.cairn.http;

import dev.cairn.Limits;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The entry of a path with its key as a query parameter. One request. */
@SuppressWarnings("NullAway.Init") // the framework fills the fields in
public final class KeyInQuery extends EntryPlace {

  /** The key as the framework decoded it, for the API description only. */
  @Parameter(
      description =
          "The key, percent-encoded: any text of 1 to 1,024 bytes of UTF-8. A plus stands for a"
              + " space here, as URL libraries write it.",
      required = true,
      example = "DE/../BE",
      schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = Limits.MAX_KEY_BYTES))
  @QueryParam("key")
  public String key;

  /** The entry; its key comes from the raw target, which nothing has cut or folded. */
  EntryAddress address(HttpServerRequest request) {
    return EntryAddress.ofQuery(request, shard, namespace);
  }
}
