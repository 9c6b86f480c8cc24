package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.json.JsonView;
import dev.cairn.json.StringSpelling;
import dev.cairn.query.Aggregate;
import dev.cairn.query.Aggregation;
import dev.cairn.query.Field;
import dev.cairn.query.Found;
import dev.cairn.query.Groups;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the groups of an aggregation. Stateless; any thread. */
final class AggregateAnswer {

  /** How a type is called that no value has: the field is missing. */
  private static final String MISSING = "missing";

  private AggregateAnswer() {}

  /** The body of an answer about one shard. */
  static byte[] bytes(AggregateRequest request, Groups groups) {
    return WireJson.bytes(
        json -> {
          json.writeStartObject();
          members(json, request, groups);
          json.writeEndObject();
        });
  }

  /** The groups and their number, inside an object that the caller has begun. */
  static void members(JsonGenerator json, AggregateRequest request, Groups groups)
      throws IOException {
    json.writeArrayFieldStart("items");
    for (Groups.Group group : groups.first(request.order(), request.limit())) {
      json.writeStartObject();
      write(json, request.asked(), group);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("groups", groups.size());
  }

  private static void write(JsonGenerator json, Aggregation asked, Groups.Group group)
      throws IOException {
    Field by = asked.groupBy();
    if (by != null) {
      json.writeStringField("type", type(group.by().kind()));
      if (isValue(group.by())) {
        json.writeFieldName("group");
        write(json, by, group.by());
      }
    }
    json.writeObjectFieldStart("aggregates");
    List<Aggregate> aggregates = asked.aggregates();
    for (int i = 0; i < aggregates.size(); i++) {
      Found figure = group.figures().get(i);
      if (figure != null) {
        json.writeFieldName(aggregates.get(i).name());
        write(json, ofTime(aggregates.get(i)), figure);
      }
    }
    json.writeEndObject();
  }

  private static String type(JsonView.@Nullable Kind kind) {
    return switch (kind) {
      case null -> MISSING;
      case FALSE, TRUE -> "boolean";
      default -> kind.name().toLowerCase(Locale.ROOT);
    };
  }

  /** Arrays and objects are told apart from others, but not from each other. */
  private static boolean isValue(Found by) {
    return switch (by.kind()) {
      case NULL, FALSE, TRUE, NUMBER, STRING -> true;
      case ARRAY, OBJECT -> false;
      case null -> false;
    };
  }

  /** The field that the figure is a value of; null if it is a number of its own. */
  private static @Nullable Field ofTime(Aggregate aggregate) {
    return aggregate.function() == Aggregate.Function.COUNT ? null : aggregate.field();
  }

  private static void write(JsonGenerator json, @Nullable Field of, Found found)
      throws IOException {
    switch (found.kind()) {
      case FALSE -> json.writeBoolean(false);
      case TRUE -> json.writeBoolean(true);
      case STRING -> json.writeRawValue(new RawJson(StringSpelling.of(found.bytes())));
      case NUMBER -> number(json, of, found.value());
      case null, default -> json.writeNull();
    }
  }

  /** What no double holds is written so that whoever reads doubles takes it for infinite again. */
  private static void number(JsonGenerator json, @Nullable Field of, @Nullable Object number)
      throws IOException {
    switch (number) {
      case Long millis when of != null && of.isTime() ->
          json.writeString(WireTimes.rfc3339(millis));
      case Long whole -> json.writeNumber(whole);
      case Double real when real.isInfinite() -> json.writeRawValue(real > 0 ? "1e999" : "-1e999");
      case Double real -> json.writeNumber(real);
      case null, default -> throw new IllegalStateException("no number: " + number);
    }
  }
}
