package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.operation.Operation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The shapes of bodies about operations, and how they are written. */
final class OperationShapes {

  private OperationShapes() {}

  /** An operation as a body. */
  static byte[] bytes(Operation operation) {
    return WireJson.bytes(
        json -> {
          json.writeStartObject();
          members(json, operation);
          json.writeEndObject();
        });
  }

  /** Writes the members that {@link OperationBody} describes. */
  static void members(JsonGenerator json, Operation operation) throws IOException {
    json.writeStringField("id", operation.id());
    json.writeStringField("kind", operation.kind());
    json.writeStringField("shard", operation.shard().value());
    json.writeStringField("state", operation.state().word());
    json.writeNumberField("progress", operation.progress());
    json.writeStringField("detail", operation.detail());
    json.writeStringField("started", WireTimes.rfc3339(operation.started()));
    if (operation.finished() != null) {
      json.writeStringField("finished", WireTimes.rfc3339(operation.finished()));
    }
    if (!operation.result().isEmpty()) {
      json.writeObjectFieldStart("result");
      for (Map.Entry<String, Object> member : new TreeMap<>(operation.result()).entrySet()) {
        json.writeFieldName(member.getKey());
        switch (member.getValue()) {
          case Long number -> json.writeNumber(number);
          case Boolean truth -> json.writeBoolean(truth);
          default -> json.writeString(member.getValue().toString());
        }
      }
      json.writeEndObject();
    }
    if (operation.problem() != null) {
      json.writeObjectFieldStart("problem");
      json.writeStringField("type", Problem.TYPE_PREFIX + operation.problem().word());
      json.writeStringField("title", operation.problem().title());
      json.writeStringField("code", operation.problem().word());
      json.writeStringField("detail", operation.detail());
      json.writeEndObject();
    }
  }

  @Schema(name = "OperationList", description = "A page of operations, the newest first.")
  record OperationPage(
      @Schema(required = true, description = "The operations.") List<OperationBody> items,
      @Schema(description = "Leads to the next page; missing at the end.")
          @Nullable String nextCursor) {}

  @Schema(name = "Operation", description = "Work that takes its time.")
  record OperationBody(
      @Schema(required = true, description = "Names it.") String id,
      @Schema(
              required = true,
              description = "What is done.",
              enumeration = {"restore", "fork", "import"})
          String kind,
      @Schema(required = true, description = "What it is done to.") String shard,
      @Schema(
              required = true,
              description =
                  "`running`: it waits or goes on, also over a restart; `failed`: nothing is half"
                      + " done; `cancelled`: nothing was changed.",
              enumeration = {"running", "succeeded", "failed", "cancelled"})
          String state,
      @Schema(required = true, description = "The part that is done.", minimum = "0", maximum = "1")
          double progress,
      @Schema(required = true, description = "What it is at, or how it ended.") String detail,
      @Schema(required = true, description = "When it was asked for.", format = "date-time")
          String started,
      @Schema(description = "When it ended.", format = "date-time") @Nullable String finished,
      @Schema(description = "What came of it.") @Nullable RestoreResult result,
      @Schema(description = "Why it failed.") @Nullable OperationProblem problem) {}

  @Schema(name = "RestoreResult", description = "What came of a restore or a fork.")
  record RestoreResult(
      @Schema(required = true, description = "The shard that has the state.") String shard,
      @Schema(description = "The revision at which it begins; none was made in a dry run.")
          @Nullable Long revision,
      @Schema(description = "The last revision of the state that was restored.")
          @Nullable Long restoredRevision,
      @Schema(
              description =
                  "When the state was copied into the replica: everything in it was committed"
                      + " before.",
              format = "date-time")
          @Nullable String at,
      @Schema(description = "Number of the epoch that it lay in.") @Nullable Long epoch,
      @Schema(
              description = "A restore of that time brings back what was there before.",
              format = "date-time")
          @Nullable String undoAt,
      @Schema(description = "The snapshot that has what was there before.")
          @Nullable String undoSnapshot,
      @Schema(description = "Whether nothing was replaced.") @Nullable Boolean dryRun) {}

  @Schema(name = "OperationProblem", description = "Why an operation failed.")
  record OperationProblem(
      @Schema(required = true, description = "The kind of problem, as a URI.") String type,
      @Schema(required = true, description = "What it means.") String title,
      @Schema(required = true, description = "The stable code.") String code,
      @Schema(required = true, description = "What happened.") String detail) {}

  @Schema(
      name = "RestoreRequest",
      description = "Which state is restored: one of `at`, `revision` and `copy`.")
  record RestoreRequest(
      @Schema(
              description =
                  "The newest state with nothing in it that was committed at that time or later.",
              format = "date-time",
              examples = "2026-01-02T03:04:05.678Z")
          @Nullable String at,
      @Schema(description = "The state whose last revision is this.", minimum = "0")
          @Nullable Long revision,
      @Schema(description = "The daily copy of that name.") @Nullable String copy,
      @Schema(
              description = "Restores and checks the state, and replaces nothing.",
              defaultValue = "false")
          @Nullable Boolean dryRun) {}

  @Schema(
      name = "ForkRequest",
      description =
          "The new shard, and the state that it begins with; that of now if none is told.")
  record ForkRequest(
      @Schema(required = true, description = "The id of the new shard.", examples = "guild-7-fork")
          String to,
      @Schema(
              description =
                  "The newest state with nothing in it that was committed at that time or later.",
              format = "date-time",
              examples = "2026-01-02T03:04:05.678Z")
          @Nullable String at,
      @Schema(description = "The state whose last revision is this.", minimum = "0")
          @Nullable Long revision,
      @Schema(description = "The daily copy of that name.") @Nullable String copy) {}
}
