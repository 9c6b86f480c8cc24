package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.backup.BackupFigures;
import dev.cairn.backup.BackupState;
import dev.cairn.backup.BackupStatus;
import dev.cairn.backup.Copies;
import dev.cairn.backup.CopyStore;
import dev.cairn.backup.EpochName;
import dev.cairn.backup.PointList;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The shapes of bodies about backups, and how they are written. */
final class BackupShapes {

  private BackupShapes() {}

  /** Writes what {@link Backup} describes, but nothing of copies. */
  static void write(JsonGenerator json, BackupStatus status) throws IOException {
    json.writeStartObject();
    members(json, status);
    json.writeEndObject();
  }

  /** Writes all that {@link Backup} describes. */
  static void write(JsonGenerator json, BackupStatus status, Copies.Report copies)
      throws IOException {
    json.writeStartObject();
    members(json, status);
    if (copies.last() != null) {
      json.writeFieldName("lastCopy");
      write(json, copies.last());
    }
    if (!copies.failure().isEmpty()) {
      json.writeStringField("copyFailure", copies.failure());
    }
    json.writeEndObject();
  }

  private static void members(JsonGenerator json, BackupStatus status) throws IOException {
    json.writeStringField("state", status.state().word());
    if (!status.reason().isEmpty()) {
      json.writeStringField("reason", status.reason());
    }
    Duration lag = status.lag();
    if (lag != null) {
      json.writeNumberField("lagSeconds", lag.toMillis() / 1000.0);
    }
    json.writeNumberField("replicatedRevision", status.replicatedRevision());
    EpochName epoch = status.epoch();
    if (epoch != null) {
      json.writeNumberField("epoch", epoch.number());
      json.writeStringField("epochBegan", WireTimes.rfc3339(epoch.began()));
    }
    DrillShapes.writeMembers(json, status.proof());
  }

  /** Writes what {@link Copy} describes. */
  static void write(JsonGenerator json, CopyStore.StoredCopy copy) throws IOException {
    json.writeStartObject();
    json.writeStringField("copy", copy.name().toString());
    json.writeStringField("at", WireTimes.rfc3339(copy.name().millis()));
    json.writeNumberField("revision", copy.name().revision());
    json.writeNumberField("bytes", copy.bytes());
    json.writeEndObject();
  }

  /** Writes the members of what {@link Point} describes. */
  static void members(JsonGenerator json, PointList.Listed point) throws IOException {
    json.writeStringField("at", WireTimes.rfc3339(point.millis()));
    json.writeNumberField("epoch", point.epoch().number());
    json.writeNumberField("transaction", point.transaction());
  }

  /** Writes what {@link NodeBackup} describes. */
  static void write(JsonGenerator json, BackupFigures figures) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("on", figures.on());
    json.writeBooleanField("running", figures.replicator().running());
    if (!figures.replicator().detail().isEmpty()) {
      json.writeStringField("detail", figures.replicator().detail());
    }
    json.writeNumberField("lagSeconds", figures.lag().toMillis() / 1000.0);
    json.writeNumberField("hotCap", figures.hotCap());
    for (BackupState state : EnumSet.range(BackupState.WAKING, BackupState.FAILING)) {
      json.writeNumberField(state.word(), figures.states().getOrDefault(state, 0));
    }
    json.writeNumberField("restarts", figures.replicator().restarts());
    DrillShapes.writeMembers(json, figures);
    json.writeEndObject();
  }

  @Schema(name = "BackupPoint", description = "A state of a shard in its replica.")
  record Point(
      @Schema(
              required = true,
              description =
                  "When it was copied; everything in it was committed before. In some stores cut to"
                      + " whole seconds.",
              format = "date-time")
          String at,
      @Schema(required = true, description = "Number of its epoch.", minimum = "1") long epoch,
      @Schema(required = true, description = "Its number in the epoch.", minimum = "1")
          long transaction) {}

  @Schema(name = "BackupWindow", description = "From when to when there are points.")
  record Window(
      @Schema(
              required = true,
              description = "When the oldest epoch that is kept began.",
              format = "date-time")
          String from,
      @Schema(
              required = true,
              description = "When the newest point was copied.",
              format = "date-time")
          String to) {}

  @Schema(name = "BackupPointPage", description = "A page of points, the newest first.")
  record PointPage(
      @Schema(required = true, description = "The points of the page.") List<Point> items,
      @Schema(description = "On the first page, if there is any point.") @Nullable Window window,
      @Schema(description = "On the first page: the whole copies, the newest first.")
          @Nullable List<Copy> copies,
      @Schema(description = "For the next page; left out at the end.")
          @Nullable String nextCursor) {}

  @Schema(name = "NodeBackup", description = "How the backup of a node fares.")
  record NodeBackup(
      @Schema(required = true, description = "Whether the node makes one.") boolean on,
      @Schema(required = true, description = "Whether what copies takes calls.") boolean running,
      @Schema(description = "Why it does not, or what is remarkable.") @Nullable String detail,
      @Schema(
              required = true,
              description = "Age of the oldest write that is not known to be in the replica.",
              minimum = "0")
          double lagSeconds,
      @Schema(required = true, description = "Shards that may be copied at a time.", minimum = "0")
          int hotCap,
      @Schema(required = true, description = "Shards in that state.", minimum = "0") int waking,
      @Schema(required = true, description = "Shards in that state.", minimum = "0") int hot,
      @Schema(required = true, description = "Shards in that state.", minimum = "0") int parking,
      @Schema(required = true, description = "Shards in that state.", minimum = "0") int failing,
      @Schema(
              required = true,
              description = "How often what copies was started again since the start.",
              minimum = "0")
          int restarts,
      @Schema(required = true, description = "How the trials of backups fare.")
          DrillShapes.Node drills,
      @Schema(required = true, description = "How much lies in the replica.")
          DrillShapes.Stored stored) {}

  @Schema(name = "Backup", description = "How the backup of a shard stands.")
  record Backup(
      @Schema(
              required = true,
              description =
                  "`cold`: nothing is copied, since nothing was written that is not in the replica;"
                      + " `waking`: it was written to, and its copying is about to begin; `hot`: each"
                      + " write is copied soon after it; `parking`: it is about to become cold;"
                      + " `failing`: something is in the way; `off`: the node makes no backup.",
              enumeration = {"cold", "waking", "hot", "parking", "failing", "off"})
          String state,
      @Schema(description = "What is in the way.") @Nullable String reason,
      @Schema(
              description =
                  "Age of the oldest write that is not known to be in the replica, in seconds; left"
                      + " out if all are.",
              minimum = "0")
          @Nullable Double lagSeconds,
      @Schema(
              required = true,
              description =
                  "The newest revision that is known to be in the replica, 0 if none is known since"
                      + " the service started.",
              minimum = "0")
          long replicatedRevision,
      @Schema(description = "Number of the epoch that the shard is in.", minimum = "1")
          @Nullable Long epoch,
      @Schema(description = "When that epoch began.", format = "date-time")
          @Nullable String epochBegan,
      @Schema(
              description =
                  "Bytes of the shard in the replica. This, `objects`, `epochs` and `window` are as"
                      + " they were at `seen`, and left out until the shard was restored for a trial.",
              minimum = "0")
          @Nullable Long bytes,
      @Schema(description = "Objects of the shard in the replica.", minimum = "0")
          @Nullable Long objects,
      @Schema(description = "Epochs of the shard in the replica.", minimum = "0")
          @Nullable Integer epochs,
      @Schema(description = "How far back the objects in the replica go.")
          DrillShapes.@Nullable Window window,
      @Schema(description = "When the replica was looked at.", format = "date-time")
          @Nullable String seen,
      @Schema(description = "The last state that was restored for a trial and was as it should be.")
          DrillShapes.@Nullable Proven lastProvenRestorable,
      @Schema(description = "The last trial that came to a result.")
          DrillShapes.@Nullable Drill lastDrill,
      @Schema(
              description =
                  "When the next trial is due; left out if nothing was written since the last one.",
              format = "date-time")
          @Nullable String nextDrill,
      @Schema(
              description =
                  "Why the last attempt at a trial came to no result, which says nothing of the"
                      + " backup; left out if it did.")
          @Nullable String drillTrouble,
      @Schema(description = "The newest whole copy that this node has made; left out if none.")
          @Nullable Copy lastCopy,
      @Schema(description = "Why the last attempt at a whole copy failed; left out if it did not.")
          @Nullable String copyFailure) {}

  @Schema(name = "BackupCopy", description = "A whole copy of a shard, for use without Litestream.")
  record Copy(
      @Schema(
              required = true,
              description = "Its name; `copies/SHARD/NAME.sqlite.gz` in the replica.",
              examples = "2026-01-02T03-04-05.678Z-r12")
          String copy,
      @Schema(
              required = true,
              description = "When it was made; everything committed before is in it.",
              format = "date-time")
          String at,
      @Schema(required = true, description = "The last revision in it.", minimum = "0")
          long revision,
      @Schema(required = true, description = "What it takes in the replica.", minimum = "0")
          long bytes) {}
}
