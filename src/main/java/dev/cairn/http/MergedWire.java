package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.CairnException;
import dev.cairn.JsonText;
import dev.cairn.ShardId;
import dev.cairn.storage.ChangePage;
import dev.cairn.storage.ChangePosition;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes feeds of many shards as clients see them. Any thread. */
final class MergedWire {

  private static final String SHARD = "shard";

  private MergedWire() {}

  /** What was read of one shard at a time. */
  record Part(ShardId shard, ChangePage page) {

    int about() {
      int about = 0;
      for (var change : page.changes()) {
        about += ChangeWire.about(change) + shard.value().length();
      }
      return about;
    }
  }

  /**
   * The body of a page.
   *
   * @param problems what each shard that can't be read is told of
   * @param more whether more may be there already
   */
  static byte[] page(
      List<Part> parts, Map<ShardId, ChangePosition> cursors, List<byte[]> problems, boolean more) {
    int about = WireJson.FEW_BYTES + 64 * cursors.size();
    for (Part part : parts) {
      about += part.about();
    }
    return WireJson.bytes(
        about,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (Part part : parts) {
            for (var change : part.page().changes()) {
              json.writeStartObject();
              json.writeStringField(SHARD, part.shard().value());
              ChangeWire.members(json, change);
              json.writeEndObject();
            }
          }
          json.writeEndArray();
          json.writeFieldName("cursors");
          cursors(json, cursors);
          json.writeArrayFieldStart("problems");
          for (byte[] problem : problems) {
            json.writeRawValue(new RawJson(JsonText.ofChecked(problem)));
          }
          json.writeEndArray();
          json.writeBooleanField("more", more);
          json.writeEndObject();
        });
  }

  private static void cursors(JsonGenerator json, Map<ShardId, ChangePosition> cursors)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<ShardId, ChangePosition> cursor : cursors.entrySet()) {
      json.writeStringField(cursor.getKey().value(), cursor.getValue().toString());
    }
    json.writeEndObject();
  }

  /** A page of one shard as events; the id of each is the shard and the place behind it. */
  static byte[] events(Part part) {
    String shard = part.shard().value();
    return ChangeWire.events(part.page(), shard + "@", json -> json.writeStringField(SHARD, shard));
  }

  /** The event that tells how far shards were read in which there was nothing to tell of. */
  static byte[] cursorsEvent(Map<ShardId, ChangePosition> cursors) {
    return ChangeWire.event("cursors", WireJson.bytes(json -> cursors(json, cursors)));
  }

  /** The problem of one shard, which names it. */
  static byte[] problem(ShardId shard, CairnException reason, String requestId) {
    Map<String, Object> members = new HashMap<>(reason.members());
    members.put(SHARD, shard.value());
    return Problem.json(
        new CairnException(reason.code(), reason.detail(), reason.violations(), members, null),
        null,
        requestId);
  }
}
