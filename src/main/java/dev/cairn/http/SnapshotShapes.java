package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.storage.Snapshot;
import java.io.IOException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The shapes of bodies about snapshots, and how they are written. */
final class SnapshotShapes {

  static final String EXAMPLE =
      """
      {"id":"1767323045678-0a1b2c3d","name":"before the fair","created":\
      "2026-01-02T03:04:05.678Z","revision":12,"bytes":81920}\
      """;

  private SnapshotShapes() {}

  /** A snapshot as a body. */
  static byte[] bytes(Snapshot snapshot) {
    return WireJson.bytes(
        json -> {
          json.writeStartObject();
          members(json, snapshot);
          json.writeEndObject();
        });
  }

  /** Writes the members that {@link SnapshotItem} describes. */
  static void members(JsonGenerator json, Snapshot snapshot) throws IOException {
    json.writeStringField("id", snapshot.id());
    if (snapshot.name() != null) {
      json.writeStringField("name", snapshot.name());
    }
    if (snapshot.comment() != null) {
      json.writeStringField("comment", snapshot.comment());
    }
    json.writeStringField("created", WireTimes.rfc3339(snapshot.created()));
    json.writeNumberField("revision", snapshot.revision());
    json.writeNumberField("bytes", snapshot.bytes());
  }

  @Schema(name = "Snapshot", description = "A read-only copy of a shard, of one moment.")
  record SnapshotItem(
      @Schema(required = true, description = "Names it among those of its shard.") String id,
      @Schema(description = "What its maker calls it.") @Nullable String name,
      @Schema(description = "What its maker says of it.") @Nullable String comment,
      @Schema(required = true, description = "When it was made.", format = "date-time")
          String created,
      @Schema(required = true, description = "The last revision in it.") long revision,
      @Schema(required = true, description = "The bytes that it takes.") long bytes) {}

  @Schema(name = "SnapshotList", description = "A page of snapshots, the newest first.")
  record SnapshotPage(
      @Schema(required = true, description = "The snapshots.") List<SnapshotItem> items,
      @Schema(description = "Leads to the next page; missing at the end.")
          @Nullable String nextCursor) {}

  @Schema(name = "SnapshotRequest", description = "What is said of the snapshot.")
  record SnapshotRequest(
      @Schema(
              description = "What it is called; several may be called the same.",
              minLength = 1,
              maxLength = SnapshotRequests.NAME_CHARACTERS,
              examples = "before the fair")
          @Nullable String name,
      @Schema(
              description = "What is said of it.",
              minLength = 1,
              maxLength = SnapshotRequests.COMMENT_CHARACTERS)
          @Nullable String comment) {}

  @Schema(name = "SnapshotRestoreRequest", description = "Where the state goes.")
  record SnapshotRestoreRequest(
      @Schema(
              description = "The id of a new shard; without it the shard itself is replaced.",
              examples = "guild-7-fork")
          @Nullable String to) {}
}
