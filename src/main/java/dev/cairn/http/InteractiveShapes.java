package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.transaction.TransactionStatus;
import java.io.IOException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The shapes of bodies about interactive transactions, and how the one is written that tells. */
final class InteractiveShapes {

  private InteractiveShapes() {}

  /** A transaction as a body. */
  static byte[] bytes(TransactionStatus status) {
    return WireJson.bytes(json -> write(json, status));
  }

  private static void write(JsonGenerator json, TransactionStatus status) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", status.id());
    json.writeStringField("shard", status.shard().value());
    json.writeBooleanField("readOnly", status.readOnly());
    json.writeStringField("state", status.state().word());
    json.writeStringField("started", WireTimes.rfc3339(status.started()));
    json.writeStringField("deadline", WireTimes.rfc3339(status.deadline()));
    if (status.revision() != null) {
      json.writeNumberField("revision", status.revision());
    }
    if (status.detail() != null) {
      json.writeStringField("detail", status.detail());
    }
    json.writeEndObject();
  }

  @Schema(name = "InteractiveBegin", description = "How an interactive transaction is to be.")
  record BeginBody(
      @Schema(
              description =
                  "Whether it only reads: it sees one state of the shard, and keeps nobody from"
                      + " writing.",
              defaultValue = "false")
          @Nullable Boolean readOnly,
      @Schema(
              description =
                  "How long it may be open, as an ISO 8601 duration; at most"
                      + " `cairn.transactions.longest` (1 minute).",
              examples = "PT10S",
              defaultValue = "PT30S")
          @Nullable String timeout) {}

  @Schema(name = "InteractiveTransaction", description = "A transaction of several requests.")
  record StatusBody(
      @Schema(required = true, description = "Names it; a secret of whoever began it.") String id,
      @Schema(required = true, description = "Its shard.") String shard,
      @Schema(required = true, description = "Whether it only reads.") boolean readOnly,
      @Schema(
              required = true,
              description =
                  "`expired`: its deadline or idle limit passed; `aborted`: the service rolled it"
                      + " back; `unknown`: its commit failed in such a way that it may have been"
                      + " kept. Of all but `committed` and `unknown` nothing was kept.",
              enumeration = {"open", "committed", "rolled-back", "expired", "aborted", "unknown"})
          String state,
      @Schema(required = true, description = "When it began.", format = "date-time") String started,
      @Schema(
              required = true,
              description = "When it is rolled back at the latest, if it is still open then.",
              format = "date-time")
          String deadline,
      @Schema(
              description =
                  "The shard's revision after the commit: the transaction's own if it changed"
                      + " something.",
              minimum = "0")
          @Nullable Long revision,
      @Schema(description = "Why the service ended it.") @Nullable String detail) {}

  @Schema(
      name = "InteractiveResults",
      description = "What became of operations in an interactive transaction.")
  record Results(
      @Schema(
              required = true,
              description =
                  "One for each operation, in order. A `version` is that which the entry has once"
                      + " the transaction is committed.")
          List<UnitShapes.OperationOutcome> results) {}
}
