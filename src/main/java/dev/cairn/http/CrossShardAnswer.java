package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.CairnException;
import dev.cairn.ShardId;
import dev.cairn.query.ShardPages;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes answers about several shards. Stateless; any thread. */
final class CrossShardAnswer {

  private CrossShardAnswer() {}

  /** A page. */
  static byte[] page(
      List<ShardPages.Item> items, CrossShardRun.Outcome outcome, @Nullable String nextCursor) {
    int about = WireJson.FEW_BYTES;
    for (ShardPages.Item item : items) {
      about += WireJson.about(item.entry());
    }
    return WireJson.bytes(
        about,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (ShardPages.Item item : items) {
            json.writeStartObject();
            json.writeStringField("shard", item.shard().value());
            WireJson.entryMembers(json, item.entry());
            json.writeEndObject();
          }
          json.writeEndArray();
          failures(json, outcome);
          if (nextCursor != null) {
            json.writeStringField("nextCursor", nextCursor);
          }
          json.writeEndObject();
        });
  }

  /** Figures of all that were read. */
  static byte[] figures(CrossShardRun.Outcome outcome, WireJson.Part figures) {
    return WireJson.bytes(
        json -> {
          json.writeStartObject();
          figures.writeTo(json);
          json.writeNumberField("shards", outcome.read());
          failures(json, outcome);
          json.writeEndObject();
        });
  }

  private static void failures(JsonGenerator json, CrossShardRun.Outcome outcome)
      throws IOException {
    json.writeArrayFieldStart("failures");
    for (Map.Entry<ShardId, CairnException> failure : outcome.failures().entrySet()) {
      json.writeStartObject();
      json.writeStringField("shard", failure.getKey().value());
      json.writeNumberField("status", failure.getValue().code().status());
      json.writeStringField("code", failure.getValue().code().word());
      json.writeStringField("detail", failure.getValue().detail());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
