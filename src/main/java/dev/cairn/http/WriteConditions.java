package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Violation;
import dev.cairn.storage.Precondition;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** The conditional headers of a request, RFC 9110 section 13. */
final class WriteConditions {

  /** A version that no entry has: what a list of foreign tags demands. */
  private static final List<Long> NEVER = List.of(-1L);

  static final CharSequence IF_MATCH = HttpHeaders.createOptimized("If-Match");
  static final CharSequence IF_NONE_MATCH = HttpHeaders.createOptimized("If-None-Match");

  private static final CharSequence IF_UNMODIFIED_SINCE =
      HttpHeaders.createOptimized("If-Unmodified-Since");

  private WriteConditions() {}

  /**
   * What the headers demand of the entry that is written.
   *
   * @throws CairnException {@link ErrorCode#INVALID_PARAMETER} for a malformed header, and for the
   *     one that compares times, which are too coarse to tell two writes apart
   */
  static Precondition of(HttpServerRequest request) {
    EntityTags match = tags(request, IF_MATCH);
    EntityTags noneMatch = tags(request, IF_NONE_MATCH);
    if (match == null && noneMatch == null) {
      refuseTimes(request);
      return Precondition.NONE;
    }
    boolean exists = match != null && match.any();
    List<Long> versions = List.of();
    if (match != null && !match.any()) {
      versions = match.versions().isEmpty() ? NEVER : match.versions();
    }
    return new Precondition(
        versions,
        exists,
        noneMatch != null && noneMatch.any(),
        noneMatch == null ? List.of() : noneMatch.versions());
  }

  /** The tags of a header, or null if it was not sent. */
  static @org.jspecify.annotations.Nullable EntityTags tags(
      HttpServerRequest request, CharSequence header) {
    return request.getHeader(header) == null
        ? null
        : EntityTags.parse(header.toString(), request.headers().getAll(header));
  }

  private static void refuseTimes(HttpServerRequest request) {
    if (request.getHeader(IF_UNMODIFIED_SINCE) != null) {
      throw new CairnException(
          ErrorCode.INVALID_PARAMETER,
          "If-Unmodified-Since can't tell two writes of one second apart; send the entry's ETag in"
              + " If-Match instead.",
          List.of(new Violation("If-Unmodified-Since", "use If-Match")));
    }
  }
}
