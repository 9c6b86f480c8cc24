package dev.cairn.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A strict UTF-8 decoder plus Jackson: the reference for what is JSON and what it says. */
public final class StrictReference {

  private StrictReference() {}

  /** A number as it is spelled. */
  public record Spelled(String number) {}

  /** The words of JSON. */
  public enum Word {
    NULL,
    TRUE,
    FALSE
  }

  /** Whether the bytes are one JSON text. */
  public static boolean accepts(byte[] bytes, int maxDepth) {
    try {
      String decoded =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      int depth = 0;
      int values = 0;
      try (JsonParser parser = factory(maxDepth).createParser(decoded)) {
        while (parser.nextToken() != null) {
          if (parser.currentToken().isScalarValue()) {
            parser.getText();
          }
          depth += parser.currentToken().isStructStart() ? 1 : 0;
          depth -= parser.currentToken().isStructEnd() ? 1 : 0;
          boolean name = parser.currentToken() == JsonToken.FIELD_NAME;
          values += depth == 0 && !name ? 1 : 0;
        }
      }
      return values == 1;
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * What a text says that was accepted: a {@code Map}, a {@code List}, a {@code String}, a {@link
   * Spelled} or a {@link Word}.
   */
  public static Object read(byte[] accepted) throws IOException {
    String text = new String(accepted, StandardCharsets.UTF_8);
    try (JsonParser parser = factory(JsonCheck.MAX_DEPTH).createParser(text)) {
      parser.nextToken();
      return value(parser);
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (Objects.requireNonNull(parser.currentToken())) {
      case START_OBJECT -> {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, value(parser));
        }
        yield members;
      }
      case START_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser));
        }
        yield elements;
      }
      case VALUE_NULL -> Word.NULL;
      case VALUE_TRUE -> Word.TRUE;
      case VALUE_FALSE -> Word.FALSE;
      case VALUE_STRING -> parser.getText();
      default -> new Spelled(parser.getText());
    };
  }

  private static JsonFactory factory(int maxDepth) {
    return JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(maxDepth)
                .maxNumberLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .build())
        .build();
  }
}
