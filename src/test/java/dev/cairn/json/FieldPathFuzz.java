package dev.cairn.json;

import dev.cairn.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;

/** The text of a field path; what is read is spelled out in full and read again. */
public final class FieldPathFuzz {

  private FieldPathFuzz() {}

  public static void take(byte[] input) throws Exception {
    String text = new String(input, StandardCharsets.UTF_8);
    FieldPath path = Fuzz.readOrRefused(() -> FieldPath.parse(text));
    if (path == null) {
      return;
    }
    Fuzz.require(!path.steps().isEmpty(), "no steps:", text);
    StringBuilder spelled = new StringBuilder();
    for (FieldPath.Step step : path.steps()) {
      switch (step) {
        case FieldPath.Step.Index(int index) -> spelled.append('[').append(index).append(']');
        case FieldPath.Step.Name(String name) -> {
          Slice quoted = Strings.spell(name);
          spelled
              .append('[')
              .append(
                  new String(quoted.source(), quoted.from(), quoted.size(), StandardCharsets.UTF_8))
              .append(']');
        }
      }
    }
    if (spelled.length() <= FieldPath.MAX_LENGTH) {
      Fuzz.require(FieldPath.parse(spelled.toString()).equals(path), text, "as", spelled);
    }
  }
}
