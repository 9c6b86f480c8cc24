package dev.cairn.litestream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The JSON that Litestream speaks: objects whose members are texts, numbers and truth values. */
final class FlatJson {

  private static final JsonFactory FACTORY = new JsonFactory();

  private FlatJson() {}

  /**
   * The members of an object in their order, each as text; those that are objects, arrays or null
   * are left out. Of two with the same name the first counts: a line of the log may have two
   * levels, its own and that of what it tells of.
   *
   * @throws IOException if the text is no object, or not a whole one
   */
  static Map<String, String> read(String text) throws IOException {
    Map<String, String> members = new LinkedHashMap<>();
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
          members.putIfAbsent(name, parser.getText());
        } else {
          parser.skipChildren();
        }
      }
    }
    return members;
  }

  /** A JSON string that says {@code text}; YAML reads it the same way. */
  static String quote(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
