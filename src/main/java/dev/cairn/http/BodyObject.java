package dev.cairn.http;

import dev.cairn.json.JsonView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An object in a request body whose members are known by name. Types are strict: a string that
 * spells a number is a string. What is wrong goes to the {@link BodyFaults} it was made with; the
 * getters then answer null, as for a member that is not there. One thread.
 */
final class BodyObject {

  private final Map<String, JsonView> members = new LinkedHashMap<>();
  private final String pointer;
  private final BodyFaults faults;

  private BodyObject(String pointer, BodyFaults faults) {
    this.pointer = pointer;
    this.faults = faults;
  }

  /**
   * Reads the members of {@code body}.
   *
   * @param known the names that may stand there; any other is a fault
   * @return null, and a fault, if it is no object
   */
  static @Nullable BodyObject read(
      JsonView body, String pointer, Set<String> known, BodyFaults faults) {
    if (body.kind() != JsonView.Kind.OBJECT) {
      faults.add(pointer, "is " + words(body.kind()) + " and must be an object");
      return null;
    }
    BodyObject object = new BodyObject(pointer, faults);
    for (JsonView member = body.first(); member != null; member = member.next()) {
      if (known.contains(member.name())) {
        object.members.put(member.name(), member);
      } else {
        faults.add(
            BodyFaults.pointer(pointer, member.name()),
            "is not known here; known are " + String.join(", ", new TreeSet<>(known)));
      }
    }
    return object;
  }

  /** The pointer of a member. */
  String pointerTo(String name) {
    return BodyFaults.pointer(pointer, name);
  }

  /** Whether the member is there, of whatever type. */
  boolean has(String name) {
    return members.containsKey(name);
  }

  /** The member, of any type, or null if it is missing. */
  @Nullable JsonView any(String name) {
    return members.get(name);
  }

  /** The member, of any type; a fault if it is missing. */
  @Nullable JsonView anyRequired(String name) {
    JsonView value = members.get(name);
    if (value == null) {
      faults.add(pointerTo(name), "is missing");
    }
    return value;
  }

  /** The text of a string member. */
  @Nullable String string(String name) {
    JsonView value = ofKind(name, JsonView.Kind.STRING);
    return value == null ? null : value.string();
  }

  /** The text of a string member; a fault if it is missing. */
  @Nullable String stringRequired(String name) {
    return anyRequired(name) == null ? null : string(name);
  }

  /** A whole number from {@code least} to {@code most}. */
  @Nullable Long whole(String name, long least, long most) {
    JsonView value = ofKind(name, JsonView.Kind.NUMBER);
    if (value == null) {
      return null;
    }
    Long number = value.whole();
    if (number == null || number < least || number > most) {
      String range =
          most == Long.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most;
      faults.add(pointerTo(name), "must be a whole number " + range);
      return null;
    }
    return number;
  }

  /** True or false. */
  @Nullable Boolean flag(String name) {
    JsonView value = members.get(name);
    if (value != null && value.kind() == JsonView.Kind.FALSE) {
      return false;
    }
    return ofKind(name, JsonView.Kind.TRUE) == null ? null : true;
  }

  /** The elements of an array member. */
  @Nullable List<JsonView> array(String name) {
    JsonView array = ofKind(name, JsonView.Kind.ARRAY);
    if (array == null) {
      return null;
    }
    List<JsonView> elements = new ArrayList<>();
    for (JsonView element = array.first(); element != null; element = element.next()) {
      elements.add(element);
    }
    return elements;
  }

  /** A member that is an object or null. */
  @Nullable JsonView objectOrNull(String name) {
    JsonView value = members.get(name);
    if (value == null || value.kind() == JsonView.Kind.NULL) {
      return value;
    }
    return ofKind(name, JsonView.Kind.OBJECT);
  }

  private @Nullable JsonView ofKind(String name, JsonView.Kind kind) {
    JsonView value = members.get(name);
    if (value == null) {
      return null;
    }
    if (value.kind() != kind) {
      faults.add(pointerTo(name), "is " + words(value.kind()) + " and must be " + words(kind));
      return null;
    }
    return value;
  }

  private static String words(JsonView.Kind kind) {
    return switch (kind) {
      case NULL -> "null";
      case FALSE, TRUE -> "true or false";
      case NUMBER -> "a number";
      case STRING -> "a string";
      case ARRAY -> "an array";
      case OBJECT -> "an object";
    };
  }
}
