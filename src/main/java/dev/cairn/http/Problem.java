package dev.cairn.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Violation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A problem document, RFC 9457: the one form in which a client is told of an error. */
final class Problem {

  /** The media type of problem documents. */
  static final String MEDIA_TYPE = "application/problem+json";

  /** What a problem's type is made of, followed by its code. */
  static final String TYPE_PREFIX = "urn:cairn:problem:";

  /** How long a client is asked to wait before it repeats what may pass by itself, in seconds. */
  static final String RETRY_AFTER_SECONDS = "1";

  private static final JsonFactory JSON = new JsonFactory();

  private Problem() {}

  /**
   * Writes the document.
   *
   * @param instance the path of the request, or null if it can't be repeated as it was
   * @param requestId what the log calls the request
   */
  static byte[] json(CairnException reason, @Nullable String instance, String requestId) {
    ErrorCode code = reason.code();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("type", TYPE_PREFIX + code.word());
      json.writeStringField("title", code.title());
      json.writeNumberField("status", code.status());
      json.writeStringField("detail", reason.detail());
      if (instance != null) {
        json.writeStringField("instance", instance);
      }
      json.writeStringField("code", code.word());
      json.writeStringField("requestId", requestId);
      writeViolations(json, reason.violations());
      for (Map.Entry<String, Object> member : new TreeMap<>(reason.members()).entrySet()) {
        json.writeFieldName(member.getKey());
        writeValue(json, member.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void writeViolations(JsonGenerator json, List<Violation> violations)
      throws IOException {
    if (violations.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("errors");
    for (Violation violation : violations) {
      json.writeStartObject();
      json.writeStringField("pointer", violation.pointer());
      json.writeStringField("reason", violation.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes a value of the types that {@link CairnException#members} has. */
  static void writeValue(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case Boolean truth -> json.writeBoolean(truth);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case List<?> list -> {
        json.writeStartArray();
        for (Object element : list) {
          writeValue(json, element);
        }
        json.writeEndArray();
      }
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> member : map.entrySet()) {
          json.writeFieldName(String.valueOf(member.getKey()));
          writeValue(json, member.getValue());
        }
        json.writeEndObject();
      }
      default -> json.writeString(value.toString());
    }
  }
}
