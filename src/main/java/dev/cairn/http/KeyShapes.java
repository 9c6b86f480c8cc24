package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.catalogue.KeyRecord;
import dev.cairn.catalogue.KeyScope;
import dev.cairn.security.NewKey;
import java.io.IOException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The shapes of bodies about keys, and how they are written. */
final class KeyShapes {

  private KeyShapes() {}

  /** A key that was just made, the only body that has its text. */
  static byte[] bytes(NewKey made) {
    return WireJson.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("key", made.text());
          members(json, made.record());
          json.writeEndObject();
        });
  }

  /** A key without its text. */
  static byte[] bytes(KeyRecord key) {
    return WireJson.bytes(
        json -> {
          json.writeStartObject();
          members(json, key);
          json.writeEndObject();
        });
  }

  /** Writes the members that {@link KeyBody} describes. */
  static void members(JsonGenerator json, KeyRecord key) throws IOException {
    json.writeStringField("id", key.id());
    json.writeStringField("name", key.name());
    json.writeArrayFieldStart("scopes");
    for (KeyScope scope : key.scopes()) {
      write(json, scope);
    }
    json.writeEndArray();
    json.writeStringField("created", WireTimes.rfc3339(key.created()));
    time(json, "expires", key.expires());
    time(json, "revoked", key.revoked());
    time(json, "lastUsed", key.lastUsed());
    if (!key.quotas().isNone()) {
      QuotaShapes.write(json, key.quotas());
    }
  }

  private static void write(JsonGenerator json, KeyScope scope) throws IOException {
    json.writeStartObject();
    json.writeStringField("shards", scope.shards());
    json.writeStringField("role", scope.role());
    if (!scope.namespaces().isEmpty()) {
      json.writeArrayFieldStart("namespaces");
      for (String namespace : scope.namespaces()) {
        json.writeString(namespace);
      }
      json.writeEndArray();
    }
    if (scope.keyPrefix() != null) {
      json.writeStringField("keyPrefix", scope.keyPrefix());
    }
    json.writeEndObject();
  }

  private static void time(JsonGenerator json, String name, long millis) throws IOException {
    if (millis != 0) {
      json.writeStringField(name, WireTimes.rfc3339(millis));
    }
  }

  @Schema(name = "KeyList", description = "A page of keys, ordered by id.")
  record KeyPage(
      @Schema(required = true, description = "The keys, without their texts.") List<KeyBody> items,
      @Schema(description = "Leads to the next page; missing at the end.")
          @Nullable String nextCursor) {}

  @Schema(name = "KeyRequest", description = "What a new key may do, and for how long.")
  record KeyRequest(
      @Schema(
              required = true,
              description = "What its owner calls it.",
              minLength = 1,
              maxLength = KeyRequests.MOST_NAME_CHARACTERS)
          String name,
      @Schema(
              required = true,
              description = "What it may do; what none allows is refused.",
              minItems = 1,
              maxItems = KeyRequests.MOST_SCOPES)
          List<KeyScopeBody> scopes,
      @Schema(
              description = "From when on it is no longer taken; left out: it does not expire.",
              format = "date-time")
          @Nullable String expires,
      @Schema(description = "Bounds on what its callers may ask for; left out: none.")
          QuotaShapes.@Nullable OfKey quotas) {}

  @Schema(name = "KeyScope", description = "Something that a key may do.")
  record KeyScopeBody(
      @Schema(
              required = true,
              description =
                  "In which shards: an exact id, or a beginning followed by `*`; `*` alone is all.",
              examples = "guild-*")
          String shards,
      @Schema(
              required = true,
              description =
                  "What: `write` covers `read`, and `admin` covers both; `sql` stands by itself.",
              enumeration = {"read", "write", "admin", "sql"})
          String role,
      @Schema(
              description = "Only in these namespaces; left out: in all. Not beside admin and sql.",
              minItems = 1,
              maxItems = KeyRequests.MOST_NAMESPACES)
          @Nullable List<String> namespaces,
      @Schema(
              description =
                  "Only with entries whose keys begin so; left out: with all. Not beside admin and"
                      + " sql.",
              minLength = 1)
          @Nullable String keyPrefix) {}

  @Schema(name = "Key", description = "An API key, without its text.")
  record KeyBody(
      @Schema(required = true, description = "Its public part, which names it.") String id,
      @Schema(required = true, description = "What its owner calls it.") String name,
      @Schema(required = true, description = "What it may do.") List<KeyScopeBody> scopes,
      @Schema(required = true, description = "When it was made.", format = "date-time")
          String created,
      @Schema(description = "From when on it is not taken.", format = "date-time")
          @Nullable String expires,
      @Schema(description = "When it was revoked.", format = "date-time") @Nullable String revoked,
      @Schema(description = "When it was last used, to the hour.", format = "date-time")
          @Nullable String lastUsed,
      @Schema(description = "Bounds on what its callers may ask for; left out: none.")
          QuotaShapes.@Nullable OfKey quotas) {}

  @Schema(name = "NewKey", description = "A key that was just made, with its text.")
  record NewKeyBody(
      @Schema(required = true, description = "The key itself: it is told this once only.")
          String key,
      @Schema(required = true, description = "Its public part, which names it.") String id,
      @Schema(required = true, description = "What its owner calls it.") String name,
      @Schema(required = true, description = "What it may do.") List<KeyScopeBody> scopes,
      @Schema(required = true, description = "When it was made.", format = "date-time")
          String created,
      @Schema(description = "From when on it is not taken.", format = "date-time")
          @Nullable String expires,
      @Schema(description = "Bounds on what its callers may ask for; left out: none.")
          QuotaShapes.@Nullable OfKey quotas) {}
}
