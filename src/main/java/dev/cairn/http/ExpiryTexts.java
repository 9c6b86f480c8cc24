package dev.cairn.http;

import dev.cairn.Entry;
import dev.cairn.storage.Expiry;
import io.vertx.core.http.HttpServerRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads when an entry expires: a time, or how long it lives, never both. Stateless; any thread. */
final class ExpiryTexts {

  /** The header of an entry that expires. */
  static final String HEADER = "Cairn-Expires";

  /** The query parameter, and the member of a body, for how long an entry lives. */
  static final String TTL = "ttl";

  /** The query parameter for when an entry expires. */
  static final String EXPIRES_AT = "expiresAt";

  /** The member of a body for when an entry expires. */
  static final String EXPIRES = "expires";

  private static final String NO_TTL =
      "must be a duration as of ISO 8601 in days and less, such as PT1H or P30D, from 1 ms to "
          + Expiry.MOST_AFTER.toDays()
          + " days";
  private static final String NO_TIME =
      "must be a time as of RFC 3339 after 1970, such as 2026-01-02T03:04:05Z";
  private static final String BOTH = "can't stand beside " + TTL;

  private ExpiryTexts() {}

  /**
   * What the query parameters of a put say. The framework tells of an empty one as of one that is
   * missing; whose variable was empty must not get an entry that stays.
   *
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#INVALID_PARAMETER}
   */
  static Expiry ofQuery(
      HttpServerRequest request, @Nullable String ttl, @Nullable String expiresAt) {
    if (ttl == null && expiresAt == null) {
      refuseEmpty(request, TTL, NO_TTL);
      refuseEmpty(request, EXPIRES_AT, NO_TIME);
      return Expiry.NEVER;
    }
    if (ttl != null && expiresAt != null) {
      throw QueryParameter.invalid(EXPIRES_AT, BOTH);
    }
    if (ttl != null) {
      Expiry after = after(ttl);
      if (after == null) {
        throw QueryParameter.invalid(TTL, NO_TTL);
      }
      return after;
    }
    Expiry at = at(expiresAt);
    if (at == null) {
      throw QueryParameter.invalid(EXPIRES_AT, NO_TIME);
    }
    return at;
  }

  private static void refuseEmpty(HttpServerRequest request, String name, String reason) {
    if (request.params().contains(name)) {
      throw QueryParameter.invalid(name, reason);
    }
  }

  /** What the members of an operation say; what is wrong goes to {@code faults}. */
  static Expiry ofMembers(BodyObject object, BodyFaults faults) {
    String ttl = object.string(TTL);
    String expires = object.string(EXPIRES);
    if (ttl != null && expires != null) {
      faults.add(object.pointerTo(EXPIRES), BOTH);
      return Expiry.NEVER;
    }
    if (ttl != null) {
      Expiry after = after(ttl);
      if (after != null) {
        return after;
      }
      faults.add(object.pointerTo(TTL), NO_TTL);
    } else if (expires != null) {
      Expiry at = at(expires);
      if (at != null) {
        return at;
      }
      faults.add(object.pointerTo(EXPIRES), NO_TIME);
    }
    return Expiry.NEVER;
  }

  private static @Nullable Expiry after(String text) {
    try {
      Duration duration = Duration.parse(text);
      return duration.compareTo(Duration.ofMillis(1)) < 0
              || duration.compareTo(Expiry.MOST_AFTER) > 0
          ? null
          : new Expiry.After(duration.toMillis());
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Expiry at(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      long millis = OffsetDateTime.parse(text).toInstant().toEpochMilli();
      return millis <= Entry.NEVER || millis > Expiry.LATEST_MILLIS ? null : new Expiry.At(millis);
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }
}
