package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.CairnException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what an import did. One thread. */
final class ImportReport {

  /** Errors that are told one by one; further ones are only counted. */
  static final int MOST_ERRORS = 100;

  private final List<LineError> errors = new ArrayList<>();
  private long lines;
  private long created;
  private long replaced;
  private long skipped;
  private long failed;
  private long revision;

  private record LineError(long line, CairnException reason) {}

  /** How far the stream has been read. */
  void readTo(long line) {
    lines = line;
  }

  void created() {
    created++;
  }

  void replaced() {
    replaced++;
  }

  void skipped() {
    skipped++;
  }

  /** A line that was not applied. */
  void failed(long line, CairnException reason) {
    failed++;
    if (errors.size() < MOST_ERRORS) {
      errors.add(new LineError(line, reason));
    }
  }

  /** The revision of the last group that was written. */
  void revision(long last) {
    revision = last;
  }

  /** The revision of the last group that was written, 0 if none was. */
  long revision() {
    return revision;
  }

  /** Writes the report as an object. */
  void writeTo(JsonGenerator json) throws IOException {
    errors.sort((a, b) -> Long.compare(a.line(), b.line()));
    json.writeStartObject();
    for (Map.Entry<String, Long> count : counts().entrySet()) {
      json.writeNumberField(count.getKey(), count.getValue());
    }
    json.writeArrayFieldStart("errors");
    for (LineError error : errors) {
      json.writeStartObject();
      json.writeNumberField("line", error.line());
      json.writeStringField("code", error.reason().code().word());
      json.writeStringField("detail", error.reason().detail());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (failed > errors.size()) {
      json.writeBooleanField("moreErrors", true);
    }
    json.writeEndObject();
  }

  /**
   * What stopped the import, with the counts so far.
   *
   * @param resumeFrom the first line that was not dealt with
   */
  CairnException stopped(CairnException reason, long resumeFrom) {
    Map<String, Object> members = new LinkedHashMap<>(counts());
    members.put("resumeFrom", resumeFrom);
    return new CairnException(
        reason.code(),
        "The import stopped before line "
            + resumeFrom
            + "; what stands before it was dealt with. "
            + reason.detail(),
        reason.violations(),
        members,
        reason.getCause());
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("lines", lines);
    counts.put("created", created);
    counts.put("replaced", replaced);
    counts.put("skipped", skipped);
    counts.put("failed", failed);
    return counts;
  }
}
