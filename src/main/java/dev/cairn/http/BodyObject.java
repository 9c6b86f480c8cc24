package dev.cairn.http;

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

  private final Map<String, JsonSlice> members = new LinkedHashMap<>();
  private final String pointer;
  private final BodyFaults faults;

  private BodyObject(String pointer, BodyFaults faults) {
    this.pointer = pointer;
    this.faults = faults;
  }

  /**
   * Reads the members of {@code slice}.
   *
   * @param known the names that may stand there; any other is a fault
   * @return null, and a fault, if it is no object
   */
  static @Nullable BodyObject read(
      JsonSlice slice, String pointer, Set<String> known, BodyFaults faults) {
    if (slice.kind() != JsonSlice.Kind.OBJECT) {
      faults.add(pointer, "is " + slice.kind().words() + " and must be an object");
      return null;
    }
    BodyObject object = new BodyObject(pointer, faults);
    slice.members(
        (name, value) -> {
          if (known.contains(name)) {
            object.members.put(name, value);
          } else {
            faults.add(
                BodyFaults.pointer(pointer, name),
                "is not known here; known are " + String.join(", ", new TreeSet<>(known)));
          }
        });
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
  @Nullable JsonSlice any(String name) {
    return members.get(name);
  }

  /** The member, of any type; a fault if it is missing. */
  @Nullable JsonSlice anyRequired(String name) {
    JsonSlice value = members.get(name);
    if (value == null) {
      faults.add(pointerTo(name), "is missing");
    }
    return value;
  }

  /** The text of a string member. */
  @Nullable String string(String name) {
    JsonSlice value = ofKind(name, JsonSlice.Kind.STRING);
    return value == null ? null : value.string();
  }

  /** The text of a string member; a fault if it is missing. */
  @Nullable String stringRequired(String name) {
    return anyRequired(name) == null ? null : string(name);
  }

  /** A whole number from {@code least} to {@code most}. */
  @Nullable Long whole(String name, long least, long most) {
    JsonSlice value = ofKind(name, JsonSlice.Kind.NUMBER);
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
    JsonSlice value = ofKind(name, JsonSlice.Kind.BOOLEAN);
    return value == null ? null : value.isTrue();
  }

  /** The elements of an array member. */
  @Nullable List<JsonSlice> array(String name) {
    JsonSlice value = ofKind(name, JsonSlice.Kind.ARRAY);
    return value == null ? null : value.elements();
  }

  /** A member that is an object or null. */
  @Nullable JsonSlice objectOrNull(String name) {
    JsonSlice value = members.get(name);
    if (value == null || value.kind() == JsonSlice.Kind.NULL) {
      return value;
    }
    return ofKind(name, JsonSlice.Kind.OBJECT);
  }

  private @Nullable JsonSlice ofKind(String name, JsonSlice.Kind kind) {
    JsonSlice value = members.get(name);
    if (value == null) {
      return null;
    }
    if (value.kind() != kind) {
      faults.add(pointerTo(name), "is " + value.kind().words() + " and must be " + kind.words());
      return null;
    }
    return value;
  }
}
