package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.storage.OperationResult;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers to reads and writes of one entry, with their headers. */
final class EntryAnswers {

  /** The header with the revision of the shard that a write took or found. */
  static final String REVISION = "Cairn-Revision";

  /** The header with the version of the entry that a read found. */
  static final String VERSION = "Cairn-Version";

  private static final String JSON = "application/json";

  private EntryAnswers() {}

  /**
   * The answer to a read that found the entry: its text, or 304, or a refusal by {@code If-Match}.
   *
   * @param text the representation: its value or its metadata
   * @param metadata what the header {@link MetadataHeader#NAME} says, or null to leave it out
   */
  static Response read(
      HttpServerRequest request, Entry entry, JsonText text, @Nullable String metadata) {
    EntityTags match = WriteConditions.tags(request, "If-Match");
    if (match != null && !match.matches(entry.version())) {
      throw new CairnException(
          ErrorCode.PRECONDITION_FAILED,
          "The entry has version " + entry.version() + ", which If-Match does not name.",
          List.of(),
          Map.of("version", entry.version()),
          null);
    }
    EntityTags noneMatch = WriteConditions.tags(request, "If-None-Match");
    boolean same = noneMatch != null && noneMatch.matches(entry.version());
    Response.ResponseBuilder answer =
        Response.status(same ? 304 : 200)
            .header("ETag", EntityTags.of(entry.version()))
            .header("Last-Modified", HttpDate.of(entry.updated()))
            .header(VERSION, entry.version());
    if (metadata != null) {
      answer.header(MetadataHeader.NAME, metadata);
    }
    if (same) {
      return answer.build();
    }
    answer.header("Content-Type", JSON);
    return HttpMethod.HEAD.equals(request.method())
        ? answer.header("Content-Length", text.size()).build()
        : answer.entity(text.utf8()).build();
  }

  /** The answer to a put. */
  static Response put(
      HttpServerRequest request, EntryAddress address, ShardCalls.Written written, JsonText value) {
    if (written.result() instanceof OperationResult.Written(boolean created, _, _) && created) {
      return representation(request, Response.status(201), written, value)
          .header("Location", address.location())
          .build();
    }
    return changed(request, written, value);
  }

  /** The answer to a change of an entry that was there. */
  static Response changed(HttpServerRequest request, ShardCalls.Written written, JsonText text) {
    boolean full = wantsRepresentation(request);
    return representation(request, Response.status(full ? 200 : 204), written, text).build();
  }

  /** The answer to a delete, whether there was anything to delete or not. */
  static Response removed(ShardCalls.Written written) {
    return Response.status(204).header(REVISION, written.revision()).build();
  }

  private static Response.ResponseBuilder representation(
      HttpServerRequest request,
      Response.ResponseBuilder answer,
      ShardCalls.Written written,
      JsonText text) {
    answer.header(REVISION, written.revision());
    if (written.result() instanceof OperationResult.Written(_, long version, _)) {
      answer.header("ETag", EntityTags.of(version));
    }
    if (wantsRepresentation(request)) {
      answer
          .header("Preference-Applied", Preferences.representation())
          .header("Content-Type", JSON)
          .entity(text.utf8());
    }
    return answer;
  }

  private static boolean wantsRepresentation(HttpServerRequest request) {
    return request.getHeader("Prefer") != null
        && Preferences.wantsRepresentation(request.headers().getAll("Prefer"));
  }
}
