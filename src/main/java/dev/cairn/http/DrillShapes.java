package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.backup.BackupFigures;
import dev.cairn.backup.DrillFigures;
import dev.cairn.backup.Drilled;
import dev.cairn.backup.ReplicaExtent;
import dev.cairn.backup.ReplicaFigures;
import dev.cairn.backup.ShardProof;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of what drills have found, and how they are written. No instance of these is ever
 * made.
 */
final class DrillShapes {

  private DrillShapes() {}

  /** Writes the members of {@link BackupShapes.Backup} that drills tell. */
  static void writeMembers(JsonGenerator json, ShardProof proof) throws IOException {
    ReplicaExtent extent = proof.extent();
    if (extent != null) {
      json.writeNumberField("bytes", extent.bytes());
      json.writeNumberField("objects", extent.objects());
      json.writeNumberField("epochs", extent.epochs());
      if (extent.objects() > 0) {
        json.writeObjectFieldStart("window");
        json.writeStringField("from", WireTimes.rfc3339(extent.from()));
        json.writeStringField("to", WireTimes.rfc3339(extent.to()));
        json.writeEndObject();
      }
      json.writeStringField("seen", WireTimes.rfc3339(extent.seen()));
    }
    Drilled proven = proof.proven();
    if (proven != null) {
      json.writeObjectFieldStart("lastProvenRestorable");
      json.writeStringField("at", WireTimes.rfc3339(proven.at()));
      json.writeNumberField("revision", proven.revision());
      json.writeStringField("took", proven.took().toString());
      json.writeEndObject();
    }
    Drilled last = proof.last();
    if (last != null) {
      json.writeFieldName("lastDrill");
      write(json, last);
    }
    Long due = proof.due();
    if (due != null) {
      json.writeStringField("nextDrill", WireTimes.rfc3339(due));
    }
    if (!proof.untried().isEmpty()) {
      json.writeStringField("drillTrouble", proof.untried());
    }
  }

  /** Writes what {@link Drill} describes. */
  static void write(JsonGenerator json, Drilled drilled) throws IOException {
    json.writeStartObject();
    json.writeStringField("at", WireTimes.rfc3339(drilled.at()));
    json.writeBooleanField("ok", drilled.ok());
    json.writeNumberField("revision", drilled.revision());
    if (drilled.ok()) {
      json.writeStringField("took", drilled.took().toString());
    } else {
      json.writeStringField("reason", drilled.reason());
    }
    json.writeEndObject();
  }

  /** Writes the members of {@link BackupShapes.NodeBackup} that drills tell. */
  static void writeMembers(JsonGenerator json, BackupFigures figures) throws IOException {
    DrillFigures drills = figures.drills();
    ReplicaFigures stored = figures.stored();
    json.writeObjectFieldStart("drills");
    json.writeNumberField("proven", drills.proven());
    json.writeNumberField("failed", drills.failed());
    json.writeNumberField("untried", drills.untried());
    json.writeNumberField("due", drills.due());
    json.writeNumberField("oldestDueSeconds", drills.oldestDue().toSeconds());
    json.writeNumberField("failing", drills.failing());
    json.writeEndObject();
    json.writeObjectFieldStart("stored");
    json.writeNumberField("shards", stored.shards());
    json.writeNumberField("objects", stored.objects());
    json.writeNumberField("bytes", stored.bytes());
    json.writeNumberField("requests", stored.requests());
    json.writeNumberField("uploads", figures.uploads());
    json.writeEndObject();
  }

  @Schema(
      name = "Drill",
      description =
          "What came of restoring a shard for a trial, and of comparing it with what is served.")
  record Drill(
      @Schema(required = true, description = "When it ended.", format = "date-time") String at,
      @Schema(
              required = true,
              description = "Whether what was restored is sound, and the same entry for entry.")
          boolean ok,
      @Schema(
              required = true,
              description = "The revision that was compared, 0 if it did not come that far.",
              minimum = "0")
          long revision,
      @Schema(
              description =
                  "How long it took to restore the file and to check its pages, as ISO 8601 has it.",
              pattern = "^PT[0-9.HMS]+$")
          @Nullable String took,
      @Schema(description = "What was wrong.") @Nullable String reason) {}

  @Schema(name = "ProvenRestorable", description = "A state that was restored for a trial.")
  record Proven(
      @Schema(required = true, description = "When it was.", format = "date-time") String at,
      @Schema(required = true, description = "The revision of the state.", minimum = "0")
          long revision,
      @Schema(
              required = true,
              description =
                  "How long it took to restore the file and to check its pages, as ISO 8601 has it.",
              pattern = "^PT[0-9.HMS]+$")
          String took) {}

  @Schema(
      name = "BackupWindow",
      description = "When the oldest and the newest object of a shard in the replica were made.")
  record Window(
      @Schema(required = true, description = "The oldest.", format = "date-time") String from,
      @Schema(required = true, description = "The newest.", format = "date-time") String to) {}

  @Schema(name = "NodeDrills", description = "How the trials of backups fare.")
  record Node(
      @Schema(
              required = true,
              description = "Trials since the start that found a backup good.",
              minimum = "0")
          long proven,
      @Schema(
              required = true,
              description = "Trials since the start that found one bad.",
              minimum = "0")
          long failed,
      @Schema(
              required = true,
              description =
                  "Attempts since the start that came to no result, since the store or the shard was"
                      + " in the way.",
              minimum = "0")
          long untried,
      @Schema(required = true, description = "Shards whose trial is due.", minimum = "0") int due,
      @Schema(
              required = true,
              description = "For how long the one that is due for longest has been so.",
              minimum = "0")
          long oldestDueSeconds,
      @Schema(
              required = true,
              description = "Shards whose last trial found the backup bad.",
              minimum = "0")
          int failing) {}

  @Schema(
      name = "StoredBackups",
      description =
          "How much lies in the replica, as it was when each shard was last restored for a trial.")
  record Stored(
      @Schema(required = true, description = "Shards that were looked at.", minimum = "0")
          long shards,
      @Schema(required = true, description = "Objects of all of them.", minimum = "0") long objects,
      @Schema(required = true, description = "Bytes of all of them.", minimum = "0") long bytes,
      @Schema(
              required = true,
              description =
                  "Requests that the service itself has made of the store since the start; 0 of a"
                      + " directory.",
              minimum = "0")
          long requests,
      @Schema(
              required = true,
              description =
                  "Files of a transaction each that Litestream has put into the store since the"
                      + " start: a request each. It makes a few more for each shard and epoch, and"
                      + " in each minute in which a shard was written to.",
              minimum = "0")
          long uploads) {}
}
