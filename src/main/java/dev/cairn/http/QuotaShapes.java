package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.Quotas;
import dev.cairn.json.JsonView;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The shapes of quotas in bodies, and how they are read and written. */
final class QuotaShapes {

  private static final Set<String> OF_KEY =
      Set.of("requestsPerSecond", "concurrentReads", "queryTime", "streams");

  private static final Set<String> OF_SHARD =
      Set.of("bytes", "entries", "requestsPerSecond", "concurrentReads", "queryTime", "streams");

  private QuotaShapes() {}

  /** The quotas of a shard that a body names, or null if it names none. */
  static @Nullable Quotas ofShard(BodyObject body, BodyFaults faults) {
    return read(body, OF_SHARD, faults);
  }

  /** The quotas of a key that a body names, or null if it names none. */
  static @Nullable Quotas ofKey(BodyObject body, BodyFaults faults) {
    return read(body, OF_KEY, faults);
  }

  /** What is left out has no bound. */
  private static @Nullable Quotas read(BodyObject body, Set<String> known, BodyFaults faults) {
    JsonView member = body.any("quotas");
    if (member == null) {
      return null;
    }
    BodyObject quotas = BodyObject.read(member, body.pointerTo("quotas"), known, faults);
    return quotas == null
        ? null
        : new Quotas(
            whole(quotas, "bytes"),
            whole(quotas, "entries"),
            whole(quotas, "requestsPerSecond"),
            whole(quotas, "concurrentReads"),
            millis(quotas, faults),
            whole(quotas, "streams"));
  }

  private static long whole(BodyObject quotas, String name) {
    Long bound = quotas.whole(name, 1, Quotas.MOST);
    return bound == null ? 0 : bound;
  }

  private static long millis(BodyObject quotas, BodyFaults faults) {
    String name = "queryTime";
    String text = quotas.string(name);
    if (text == null) {
      return 0;
    }
    try {
      long millis = Duration.parse(text).toMillis();
      if (millis >= 1 && millis <= Quotas.MOST) {
        return millis;
      }
    } catch (DateTimeParseException | ArithmeticException e) {
      // Told below.
    }
    faults.add(
        quotas.pointerTo(name), "must be a duration of at least PT0.001S, such as PT2S or PT0.5S");
    return 0;
  }

  /** Writes the member {@code quotas} with the bounds that there are. */
  static void write(JsonGenerator json, Quotas quotas) throws IOException {
    json.writeObjectFieldStart("quotas");
    bound(json, "bytes", quotas.bytes());
    bound(json, "entries", quotas.entries());
    bound(json, "requestsPerSecond", quotas.requestsPerSecond());
    bound(json, "concurrentReads", quotas.concurrentReads());
    if (quotas.queryMillis() != 0) {
      json.writeStringField("queryTime", Duration.ofMillis(quotas.queryMillis()).toString());
    }
    bound(json, "streams", quotas.streams());
    json.writeEndObject();
  }

  private static void bound(JsonGenerator json, String name, long bound) throws IOException {
    if (bound != 0) {
      json.writeNumberField(name, bound);
    }
  }

  @Schema(
      name = "ShardQuotas",
      description = "Bounds on a shard. What is left out has no bound of the shard's own.")
  record OfShard(
      @Schema(description = "Most bytes of its file, its log not counted.", minimum = "1")
          @Nullable Long bytes,
      @Schema(description = "Most entries, over all its namespaces.", minimum = "1")
          @Nullable Long entries,
      @Schema(
              description = "Requests a second; as many may come at once after a rest of a second.",
              minimum = "1")
          @Nullable Long requestsPerSecond,
      @Schema(
              description = "Most lists, queries, counts and exports that run or wait at a time.",
              minimum = "1")
          @Nullable Long concurrentReads,
      @Schema(
              description =
                  "Processor time of one list, query or count, as an ISO 8601 duration of at least"
                      + " a millisecond.",
              examples = "PT2S")
          @Nullable String queryTime,
      @Schema(
              description = "Most exports, imports and streams of changes under way at a time.",
              minimum = "1")
          @Nullable Long streams) {}

  @Schema(
      name = "KeyQuotas",
      description =
          "Bounds on what the callers of a key may ask for, all of them together. What is left out,"
              + " or null, has no bound.")
  record OfKey(
      @Schema(
              description = "Requests a second; as many may come at once after a rest of a second.",
              minimum = "1")
          @Nullable Long requestsPerSecond,
      @Schema(
              description = "Most lists, queries, counts and exports that run or wait at a time.",
              minimum = "1")
          @Nullable Long concurrentReads,
      @Schema(
              description =
                  "Processor time of one list, query or count, as an ISO 8601 duration of at least"
                      + " a millisecond.",
              examples = "PT2S")
          @Nullable String queryTime,
      @Schema(
              description = "Most exports, imports and streams of changes under way at a time.",
              minimum = "1")
          @Nullable Long streams) {}
}
