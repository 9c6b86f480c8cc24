package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.Key;
import dev.cairn.Violation;
import dev.cairn.storage.Operation;
import dev.cairn.storage.OperationResult;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what became of the operations of a batch or a transaction. Any thread. */
final class ResultWriter {

  private ResultWriter() {}

  /**
   * The {@code results} of a batch: one for each member that was asked for.
   *
   * @param results one for each sound member, in order
   */
  static void batch(
      JsonGenerator json, List<OperationReader.Member> members, List<OperationResult> results)
      throws IOException {
    Iterator<OperationResult> next = results.iterator();
    json.writeArrayFieldStart("results");
    for (OperationReader.Member member : members) {
      switch (member) {
        case OperationReader.Member.Sound(Operation.OnEntry operation) ->
            one(json, operation, next.next());
        case OperationReader.Member.Refused(Key key, CairnException reason) ->
            refused(json, key, reason);
      }
    }
    json.writeEndArray();
  }

  /** The {@code results} of operations that were all carried out. */
  static void all(
      JsonGenerator json, List<Operation.OnEntry> operations, List<OperationResult> results)
      throws IOException {
    json.writeArrayFieldStart("results");
    for (int i = 0; i < results.size(); i++) {
      one(json, operations.get(i), results.get(i));
    }
    json.writeEndArray();
  }

  private static void one(JsonGenerator json, Operation.OnEntry operation, OperationResult result)
      throws IOException {
    Key key = operation.key();
    switch (result) {
      case OperationResult.Written written -> {
        begin(json, key, written.created() ? 201 : 200);
        json.writeNumberField("version", written.version());
      }
      case OperationResult.Removed _ -> begin(json, key, 204);
      case OperationResult.Found(Entry entry) -> {
        begin(json, key, 200);
        WireJson.versionAndTimes(json, entry);
        WireJson.text(json, "value", entry.value());
        WireJson.text(json, "metadata", entry.metadata());
      }
      case OperationResult.Unchanged(long version) -> {
        begin(json, key, 200);
        json.writeNumberField("version", version);
      }
      case OperationResult.Indexed _, OperationResult.Answered _ ->
          throw new IllegalStateException("no operation of a batch or a transaction");
      case OperationResult.Refused(CairnException reason) -> {
        refused(json, key, reason);
        return;
      }
    }
    json.writeEndObject();
  }

  private static void refused(JsonGenerator json, @Nullable Key key, CairnException reason)
      throws IOException {
    Problem.writeValue(json, told(key, reason));
  }

  /** What a refused member is told, by name and in order. */
  static Map<String, Object> told(@Nullable Key key, CairnException reason) {
    Map<String, Object> told = new LinkedHashMap<>();
    if (key != null) {
      told.put("key", key.text());
    }
    told.put("status", reason.code().status());
    told.put("code", reason.code().word());
    told.put("detail", reason.detail());
    if (!reason.violations().isEmpty()) {
      told.put("errors", reason.violations().stream().map(ResultWriter::told).toList());
    }
    return told;
  }

  private static Map<String, Object> told(Violation violation) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("pointer", violation.pointer());
    told.put("reason", violation.reason());
    return told;
  }

  private static void begin(JsonGenerator json, Key key, int status) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", key.text());
    json.writeNumberField("status", status);
  }
}
