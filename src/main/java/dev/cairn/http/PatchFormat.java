package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.json.JsonPatch;
import dev.cairn.json.MergePatch;
import dev.cairn.json.Patch;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;

/** The two forms of a patch, told apart by their media types. */
enum PatchFormat {
  MERGE {
    @Override
    Patch parse(JsonText document) {
      return MergePatch.of(document);
    }
  },
  JSON {
    @Override
    Patch parse(JsonText document) {
      return JsonPatch.of(document);
    }
  };

  /** The media type of JSON Merge Patch, RFC 7396. */
  static final String MERGE_TYPE = "application/merge-patch+json";

  /** The media type of JSON Patch, RFC 6902. */
  static final String JSON_TYPE = "application/json-patch+json";

  /** The patch that a checked text is. */
  abstract Patch parse(JsonText document);

  /**
   * The form of a request's body.
   *
   * @throws CairnException {@link ErrorCode#UNSUPPORTED_MEDIA_TYPE} if it is neither
   */
  static PatchFormat of(HttpServerRequest request) {
    String header = request.getHeader("Content-Type");
    String type = header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case MERGE_TYPE -> MERGE;
      case JSON_TYPE -> JSON;
      default ->
          throw new CairnException(
              ErrorCode.UNSUPPORTED_MEDIA_TYPE,
              "A patch needs the Content-Type " + MERGE_TYPE + " or " + JSON_TYPE + ".");
    };
  }
}
