package dev.cairn.query;

import dev.cairn.CairnException;
import dev.cairn.json.JsonView;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The members of a JSON object of a request, taken out with a refusal for what does not fit. */
final class Members {

  private Members() {}

  /** The members of {@code json} by name; {@code what} it is begins the refusal if no object. */
  static Map<String, JsonView> of(JsonView json, String pointer, String what) {
    if (json.kind() != JsonView.Kind.OBJECT) {
      throw Refusals.at(pointer, what + " is an object.");
    }
    Map<String, JsonView> members = new LinkedHashMap<>();
    for (JsonView member = json.first(); member != null; member = member.next()) {
      members.put(member.name(), member);
    }
    return members;
  }

  static void allowOnly(
      Map<String, JsonView> members, Set<String> allowed, String pointer, String reason) {
    for (String name : members.keySet()) {
      if (!allowed.contains(name)) {
        throw Refusals.at(pointer + Refusals.token(name), "There is no such member. " + reason);
      }
    }
  }

  static JsonView get(Map<String, JsonView> members, String name, String pointer) {
    JsonView member = members.get(name);
    if (member == null) {
      throw Refusals.at(pointer, "The member " + name + " is missing.");
    }
    return member;
  }

  static String string(Map<String, JsonView> members, String name, String pointer) {
    JsonView member = get(members, name, pointer);
    try {
      if (member.kind() == JsonView.Kind.STRING) {
        return text(member);
      }
    } catch (CairnException e) {
      throw Refusals.under(pointer + Refusals.token(name), e);
    }
    throw Refusals.at(pointer + Refusals.token(name), "The member " + name + " is a string.");
  }

  /** The member called field. */
  static Field field(Map<String, JsonView> members, String pointer) {
    String text = string(members, "field", pointer);
    try {
      return Field.parse(text);
    } catch (CairnException e) {
      throw Refusals.under(pointer + "/field", e);
    }
  }

  /** Whether the member called order, which may be left out, asks for the larger first. */
  static boolean descending(Map<String, JsonView> members, String pointer) {
    if (!members.containsKey("order")) {
      return false;
    }
    return switch (string(members, "order", pointer)) {
      case "asc" -> false;
      case "desc" -> true;
      default -> throw Refusals.at(pointer + "/order", "The order is asc or desc.");
    };
  }

  /** The characters of a string; refused if they have a lone surrogate. */
  static String text(JsonView string) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(string.stringUtf8()))
          .toString();
    } catch (CharacterCodingException e) {
      throw Refusals.at("", "The string has a lone surrogate and is no Unicode text.");
    }
  }
}
