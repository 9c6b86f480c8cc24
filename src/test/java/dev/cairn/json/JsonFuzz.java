package dev.cairn.json;

import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.fuzz.Fuzz;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Any bytes: the strict check agrees with the reference, and what it takes is read alike. */
public final class JsonFuzz {

  private static final int DEPTH = 64;

  private JsonFuzz() {}

  public static void take(byte[] input) throws Exception {
    JsonText text = checked(input, DEPTH);
    Fuzz.require(
        (text != null) == StrictReference.accepts(input, DEPTH), "JSON:", Fuzz.head(input));
    JsonText object = Fuzz.readOrRefused(() -> JsonCheck.checkObject(input, DEPTH));
    if (text == null) {
      Fuzz.require(object == null, "an object, yet no JSON:", Fuzz.head(input));
      return;
    }
    Object meant = StrictReference.read(input);
    Fuzz.require((object != null) == (meant instanceof Map), "an object or not:", text);
    Object seen = seen(JsonView.of(text));
    Fuzz.require(hasOddName(meant) || meant.equals(seen), "views of", text);
    JsonText written =
        TreeWriter.write(
            TreeReader.read(text), text.size(), Integer.MAX_VALUE, ErrorCode.VALUE_TOO_LARGE);
    Fuzz.require(meant.equals(StrictReference.read(written.utf8())), "tree of", text, written);
    Fuzz.require(
        Equality.equal(TreeReader.read(text), TreeReader.read(written)), "equality of", text);
  }

  /** The text that the bytes are, or null if the check refuses them. */
  static @Nullable JsonText checked(byte[] bytes, int depth) throws Exception {
    return Fuzz.readOrRefused(() -> JsonCheck.check(bytes, depth));
  }

  /** Whether a name has a lone surrogate, for which views show another character. */
  private static boolean hasOddName(Object meant) {
    return switch (meant) {
      case Map<?, ?> members ->
          members.keySet().stream().anyMatch(name -> JsonCheck.hasLoneSurrogate((String) name))
              || members.values().stream().anyMatch(JsonFuzz::hasOddName);
      case List<?> elements -> elements.stream().anyMatch(JsonFuzz::hasOddName);
      default -> false;
    };
  }

  /** What views see, in the form of the reference. */
  private static Object seen(JsonView view) {
    return switch (view.kind()) {
      case NULL -> StrictReference.Word.NULL;
      case TRUE -> StrictReference.Word.TRUE;
      case FALSE -> StrictReference.Word.FALSE;
      case NUMBER -> new StrictReference.Spelled(view.written());
      case STRING -> view.string();
      case ARRAY -> {
        List<Object> elements = new ArrayList<>();
        for (JsonView each = view.first(); each != null; each = each.next()) {
          elements.add(seen(each));
        }
        if (!elements.isEmpty()) {
          JsonView last = Objects.requireNonNull(view.element(elements.size() - 1));
          Fuzz.require(elements.getLast().equals(seen(last)), "the last element of", view.text());
        }
        yield elements;
      }
      case OBJECT -> {
        Map<String, Object> members = new LinkedHashMap<>();
        for (JsonView each = view.first(); each != null; each = each.next()) {
          members.put(each.name(), seen(each));
        }
        yield members;
      }
    };
  }
}
