package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Violation;
import dev.cairn.json.JsonView;
import dev.cairn.storage.FieldIndex;
import dev.cairn.storage.IndexDefinition;
import dev.cairn.storage.SearchIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body of a declaration of an index. Any thread. */
final class IndexRequest {

  private static final Set<String> MEMBERS = Set.of("name", "kind", "field", "fields", "unique");

  private IndexRequest() {}

  /**
   * What the body asks for.
   *
   * @throws CairnException with the pointer of what can't be used
   */
  static IndexDefinition read(JsonText body) {
    BodyFaults faults = new BodyFaults();
    BodyObject object = BodyObject.read(JsonView.of(body), "", MEMBERS, faults);
    if (object == null) {
      throw faults.refusal("The index");
    }
    String name = object.stringRequired("name");
    String kind = object.has("kind") ? object.string("kind") : "field";
    if (kind != null && !kind.equals("field") && !kind.equals("search")) {
      faults.add("/kind", "must be \"field\" or \"search\"");
    }
    return "search".equals(kind) ? search(object, name, faults) : field(object, name, faults);
  }

  private static IndexDefinition field(
      BodyObject object, @Nullable String name, BodyFaults faults) {
    forbid(object, "fields", faults);
    String field = object.stringRequired("field");
    Boolean unique = object.flag("unique");
    if (name == null || field == null || !faults.isEmpty()) {
      throw faults.refusal("The index");
    }
    return pointed("/field", () -> new FieldIndex(name, field, unique != null && unique));
  }

  private static IndexDefinition search(
      BodyObject object, @Nullable String name, BodyFaults faults) {
    forbid(object, "field", faults);
    forbid(object, "unique", faults);
    List<String> fields =
        object.anyRequired("fields") == null ? null : strings(object, "fields", faults);
    if (name == null || fields == null || !faults.isEmpty()) {
      throw faults.refusal("The index");
    }
    return pointed("/fields", () -> new SearchIndex(name, fields));
  }

  private static void forbid(BodyObject object, String member, BodyFaults faults) {
    if (object.has(member)) {
      faults.add(object.pointerTo(member), "does not go with this kind of index");
    }
  }

  /** The strings of an array member; a fault if one is none. */
  static @Nullable List<String> strings(BodyObject object, String member, BodyFaults faults) {
    List<JsonView> elements = object.array(member);
    if (elements == null) {
      return null;
    }
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i).kind() == JsonView.Kind.STRING) {
        strings.add(elements.get(i).string());
      } else {
        faults.add(BodyFaults.pointer(object.pointerTo(member), i), "must be a string");
      }
    }
    return strings;
  }

  /** Makes a definition. */
  private interface Making {

    IndexDefinition make();
  }

  private static IndexDefinition pointed(String fields, Making making) {
    try {
      return making.make();
    } catch (CairnException e) {
      if (!e.violations().isEmpty() && e.violations().getFirst().pointer().startsWith("/fields")) {
        throw e;
      }
      String pointer = e.code() == ErrorCode.INVALID_INDEX ? "/name" : fields;
      throw new CairnException(e.code(), e.detail(), List.of(new Violation(pointer, e.detail())));
    }
  }
}
