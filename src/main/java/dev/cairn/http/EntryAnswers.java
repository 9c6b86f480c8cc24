package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.storage.OperationResult;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers to reads and writes of one entry, with their headers. */
final class EntryAnswers {

  /** The header with the revision of the shard that a write took or found. */
  static final String REVISION = "Cairn-Revision";

  /** The header with the version of the entry that a read found. */
  static final String VERSION = "Cairn-Version";

  private static final CharSequence VERSION_NAME = HttpHeaders.createOptimized(VERSION);
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  private EntryAnswers() {}

  /**
   * The answer to a read that found the entry: its text, or 304, or a refusal by {@code If-Match}.
   *
   * @param text the representation: its value or its metadata
   * @param metadata what the header {@link MetadataHeader#NAME} says, or null to leave it out
   */
  static Answer read(
      HttpServerRequest request, Entry entry, JsonText text, @Nullable String metadata) {
    EntityTags match = WriteConditions.tags(request, WriteConditions.IF_MATCH);
    if (match != null && !match.matches(entry.version())) {
      throw new CairnException(
          ErrorCode.PRECONDITION_FAILED,
          "The entry has version " + entry.version() + ", which If-Match does not name.",
          List.of(),
          Map.of("version", entry.version()),
          null);
    }
    EntityTags noneMatch = WriteConditions.tags(request, WriteConditions.IF_NONE_MATCH);
    boolean same = noneMatch != null && noneMatch.matches(entry.version());
    Answer answer =
        new Answer(same ? 304 : 200)
            .header(HttpHeaders.ETAG, EntityTags.of(entry.version()))
            .header(HttpHeaders.LAST_MODIFIED, WireTimes.httpDate(entry.updated()))
            .header(VERSION_NAME, entry.version());
    if (entry.expires() != Entry.NEVER) {
      answer.header(ExpiryTexts.HEADER, WireTimes.rfc3339(entry.expires()));
    }
    if (metadata != null) {
      answer.header(MetadataHeader.NAME, metadata);
    }
    if (same) {
      return answer;
    }
    answer.header(HttpHeaders.CONTENT_TYPE, JSON);
    return HttpMethod.HEAD.equals(request.method())
        ? answer.header(HttpHeaders.CONTENT_LENGTH, text.size())
        : answer.body(text.utf8());
  }

  /** The answer to a put. */
  static Answer put(
      HttpServerRequest request, EntryAddress address, ShardCalls.Written written, JsonText value) {
    if (written.result() instanceof OperationResult.Written(boolean created, _, _) && created) {
      return representation(request, new Answer(201), written, value)
          .header("Location", address.location());
    }
    return changed(request, written, value);
  }

  /** The answer to a change of an entry that was there. */
  static Answer changed(HttpServerRequest request, ShardCalls.Written written, JsonText text) {
    boolean full = wantsRepresentation(request);
    return representation(request, new Answer(full ? 200 : 204), written, text);
  }

  /** The answer to a delete, whether there was anything to delete or not. */
  static Answer removed(ShardCalls.Written written) {
    return new Answer(204).revision(written.revision());
  }

  private static Answer representation(
      HttpServerRequest request, Answer answer, ShardCalls.Written written, JsonText text) {
    answer.revision(written.revision());
    if (written.result() instanceof OperationResult.Written(_, long version, _)) {
      answer.header(HttpHeaders.ETAG, EntityTags.of(version));
    }
    if (wantsRepresentation(request)) {
      answer
          .header(Preferences.APPLIED, Preferences.representation())
          .header(HttpHeaders.CONTENT_TYPE, JSON)
          .body(text.utf8());
    }
    return answer;
  }

  private static boolean wantsRepresentation(HttpServerRequest request) {
    return request.getHeader(Preferences.HEADER) != null
        && Preferences.wantsRepresentation(request.headers().getAll(Preferences.HEADER));
  }
}
