package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Revision;
import dev.cairn.Violation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a list goes on, as clients carry it: base64url of a form number, the kind of list, a
 * fingerprint of the request, the history of the shard, and a position that only the list itself
 * understands. Opaque to clients, yet nothing in it is secret or trusted.
 *
 * <p>Immutable; any thread.
 */
final class PageCursor {

  /** The kinds of lists. */
  enum Kind {
    SHARDS(1),
    NAMESPACES(2),
    ENTRIES(3),
    QUERY(4),
    OPERATIONS(5),
    POINTS(6),
    KEYS(7),
    SEARCH(8),
    CROSS_SHARD_QUERY(9),
    SNAPSHOTS(10);

    private final byte number;

    Kind(int number) {
      this.number = (byte) number;
    }
  }

  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final byte FORM = 1;
  private static final int HEAD_BYTES = 2 + Long.BYTES + Long.BYTES;

  private final Kind kind;
  private final long fingerprint;
  private final long history;
  private final byte[] position;

  /**
   * A cursor.
   *
   * @param kind the list it belongs to
   * @param fingerprint of what the request asked for, limit and include left out
   * @param history of the shard; 0 where there is none
   * @param position where the page ended; the caller must not change it afterwards
   */
  PageCursor(Kind kind, long fingerprint, long history, byte[] position) {
    this.kind = kind;
    this.fingerprint = fingerprint;
    this.history = history;
    this.position = position;
  }

  /**
   * A fingerprint of the parts of a request; null and empty parts differ. It finds a cursor that
   * came with the wrong request by mistake, no more, so the steps of FNV-1a over lengths and
   * characters will do.
   */
  static long fingerprint(@Nullable String... parts) {
    long hash = FNV_BASIS;
    for (String part : parts) {
      hash = (hash ^ (part == null ? -1 : part.length())) * FNV_PRIME;
      for (int i = 0; part != null && i < part.length(); i++) {
        hash = (hash ^ part.charAt(i)) * FNV_PRIME;
      }
    }
    return hash;
  }

  /**
   * The text of a cursor; see the constructor.
   *
   * @param position where the page ended, or null if no page follows
   * @return null if no page follows
   */
  static @Nullable String next(
      Kind kind, long fingerprint, long history, byte @Nullable [] position) {
    return position == null ? null : new PageCursor(kind, fingerprint, history, position).encoded();
  }

  /** The text that clients carry. */
  String encoded() {
    ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + position.length);
    bytes.put(FORM).put(kind.number).putLong(fingerprint).putLong(history).put(position);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * The cursor that {@code text} is, if it belongs to this request.
   *
   * @param where the name of the parameter, or the pointer of the member, that holds it
   * @return null if {@code text} is null
   * @throws CairnException {@link ErrorCode#INVALID_CURSOR} if it is no cursor or another request's
   */
  static @Nullable PageCursor decode(
      @Nullable String text, Kind kind, long fingerprint, String where) {
    if (text == null) {
      return null;
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw refused(where, "is no cursor of this service");
    }
    if (bytes.length < HEAD_BYTES || bytes[0] != FORM) {
      throw refused(where, "is no cursor of this service");
    }
    ByteBuffer head = ByteBuffer.wrap(bytes);
    if (head.get(1) != kind.number || head.getLong(2) != fingerprint) {
      throw refused(
          where, "was given for another request; only limit and include may change between pages");
    }
    long history = head.getLong(2 + Long.BYTES);
    return new PageCursor(
        kind, fingerprint, history, Arrays.copyOfRange(bytes, HEAD_BYTES, bytes.length));
  }

  /**
   * Makes sure that the shard still is the one the cursor was given for.
   *
   * @throws CairnException {@link ErrorCode#HISTORY_CHANGED} if it began a new history since
   */
  void requireHistoryOf(long revision) {
    if (Revision.history(revision) != history) {
      throw new CairnException(
          ErrorCode.HISTORY_CHANGED,
          "The shard was restored or made anew since the cursor was given. Begin the list again.");
    }
  }

  /** The bytes of the position, not a copy: the caller must not change them. */
  byte[] position() {
    return position;
  }

  /** The position as text, for lists whose position is a name. */
  String positionText() {
    return new String(position, StandardCharsets.UTF_8);
  }

  /** A refusal of the cursor at {@code where}. */
  static CairnException refused(String where, String reason) {
    return new CairnException(
        ErrorCode.INVALID_CURSOR,
        "The cursor " + reason + ".",
        List.of(new Violation(where, reason)));
  }
}
