package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.Violation;
import dev.cairn.json.JsonPatch;
import dev.cairn.json.JsonView;
import dev.cairn.json.MergePatch;
import dev.cairn.json.Patch;
import dev.cairn.storage.Expiry;
import dev.cairn.storage.Operation;
import dev.cairn.storage.Parts;
import dev.cairn.storage.Precondition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the operations of batches and transactions, each by itself: whatever is wrong with one, in
 * its form or by a rule, is that one's own refusal. Immutable; any thread.
 */
final class OperationReader {

  private static final Map<String, Set<String>> MEMBERS =
      Map.of(
          "put",
              Set.of(
                  "op",
                  "namespace",
                  "key",
                  "value",
                  "metadata",
                  "ifVersion",
                  "ifAbsent",
                  "expires",
                  "ttl"),
          "delete", Set.of("op", "namespace", "key", "ifVersion"),
          "patch", Set.of("op", "namespace", "key", "mergePatch", "jsonPatch", "ifVersion"),
          "get", Set.of("op", "namespace", "key", "include"));

  private static final Set<String> ALL_MEMBERS =
      Set.of(
          "op",
          "namespace",
          "key",
          "value",
          "metadata",
          "ifVersion",
          "ifAbsent",
          "expires",
          "ttl",
          "mergePatch",
          "jsonPatch",
          "include");

  private final SizedTexts texts;

  OperationReader(Limits limits) {
    this.texts = new SizedTexts(limits);
  }

  /** A member of a batch or transaction: to be carried out, or refused before that. */
  sealed interface Member {

    /** Its key, or null if it has none that can be used. */
    @Nullable Key key();

    /** Can be carried out. */
    record Sound(Operation.OnEntry operation) implements Member {

      @Override
      public Key key() {
        return operation.key();
      }
    }

    /**
     * Does not have its form, or breaks a rule.
     *
     * @param key its key, or null if it has none that can be used
     */
    record Refused(@Nullable Key key, CairnException reason) implements Member {}
  }

  /**
   * Reads an operation.
   *
   * @param pointer where it stands in the body
   * @param namespace where it works if it names no namespace
   */
  Member read(JsonView body, String pointer, Namespace namespace) {
    BodyFaults faults = new BodyFaults();
    BodyObject object = BodyObject.read(body, pointer, ALL_MEMBERS, faults);
    Draft draft = object == null ? null : draft(object, faults);
    String key = object == null ? null : object.stringRequired("key");
    String namespaceName = object == null ? null : object.string("namespace");
    if (object == null || draft == null || key == null || !faults.isEmpty()) {
      return new Member.Refused(keyOrNull(key), faults.refusal("The operation"));
    }
    return finished(object, key, namespaceName, namespace, draft);
  }

  private static @Nullable Key keyOrNull(@Nullable String text) {
    try {
      return text == null ? null : Key.of(text);
    } catch (CairnException breaksARule) {
      return null;
    }
  }

  private static Member finished(
      BodyObject object,
      String keyText,
      @Nullable String namespaceName,
      Namespace fallback,
      Draft draft) {
    Key key;
    try {
      key = Key.of(keyText);
    } catch (CairnException e) {
      return new Member.Refused(null, at(object.pointerTo("key"), e));
    }
    Namespace namespace;
    try {
      namespace = namespaceName == null ? fallback : new Namespace(namespaceName);
    } catch (CairnException e) {
      return new Member.Refused(key, at(object.pointerTo("namespace"), e));
    }
    try {
      return new Member.Sound(draft.finish(namespace, key));
    } catch (CairnException e) {
      return new Member.Refused(key, e);
    }
  }

  /** An operation that lacks only its namespace and key. */
  @FunctionalInterface
  private interface Draft {

    /** The operation; refused if a part of it breaks a rule. */
    Operation.OnEntry finish(Namespace namespace, Key key);
  }

  /** The operation but for where it works; null, and a fault, if too little of it is there. */
  private @Nullable Draft draft(BodyObject object, BodyFaults faults) {
    String op = object.stringRequired("op");
    if (op == null) {
      return null;
    }
    Set<String> allowed = MEMBERS.get(op);
    if (allowed == null) {
      faults.add(object.pointerTo("op"), "is none of put, patch, delete and get");
      return null;
    }
    for (String name : new TreeSet<>(ALL_MEMBERS)) {
      if (object.has(name) && !allowed.contains(name)) {
        faults.add(object.pointerTo(name), "does not go with the operation " + op);
      }
    }
    return switch (op) {
      case "put" -> put(object, faults);
      case "patch" -> patch(object, faults);
      case "get" -> get(object, faults);
      default -> delete(object, faults);
    };
  }

  private @Nullable Draft put(BodyObject object, BodyFaults faults) {
    JsonView value = object.anyRequired("value");
    JsonView metadata = object.objectOrNull("metadata");
    Precondition precondition = precondition(object, faults);
    Expiry expiry = ExpiryTexts.ofMembers(object, faults);
    if (value == null) {
      return null;
    }
    return (namespace, key) ->
        new Operation.Put(
            namespace,
            key,
            texts.value(value, object.pointerTo("value")),
            texts.metadata(metadata, object.pointerTo("metadata")),
            precondition,
            expiry);
  }

  private static Draft delete(BodyObject object, BodyFaults faults) {
    Precondition precondition = precondition(object, faults);
    return (namespace, key) -> new Operation.Delete(namespace, key, precondition);
  }

  private @Nullable Draft patch(BodyObject object, BodyFaults faults) {
    Precondition precondition = precondition(object, faults);
    JsonView merge = object.any("mergePatch");
    JsonView list = object.any("jsonPatch");
    if ((merge == null) == (list == null)) {
      faults.add(object.pointerTo("mergePatch"), "or jsonPatch must be there, just one of the two");
      return null;
    }
    return (namespace, key) ->
        new Operation.PatchValue(
            namespace,
            key,
            merge != null
                ? MergePatch.of(texts.value(merge, object.pointerTo("mergePatch")))
                : jsonPatch(list, object.pointerTo("jsonPatch")),
            precondition);
  }

  private Patch jsonPatch(@Nullable JsonView slice, String pointer) {
    if (slice == null) {
      throw new IllegalArgumentException("slice");
    }
    JsonText text = texts.value(slice, pointer);
    try {
      return JsonPatch.of(text);
    } catch (CairnException e) {
      List<Violation> violations =
          e.violations().isEmpty()
              ? List.of(new Violation(pointer, "is no JSON Patch"))
              : e.violations().stream()
                  .map(v -> new Violation(pointer + v.pointer(), v.reason()))
                  .toList();
      throw new CairnException(e.code(), e.detail(), violations);
    }
  }

  private static @Nullable Draft get(BodyObject object, BodyFaults faults) {
    Parts parts = include(object, faults);
    return parts == null ? null : (namespace, key) -> new Operation.Get(namespace, key, parts);
  }

  /**
   * The {@code include} of a get or a query: both parts if it is missing.
   *
   * @return null, and a fault, if its form is wrong
   */
  static @Nullable Parts include(BodyObject object, BodyFaults faults) {
    List<JsonView> words = object.array("include");
    if (words == null) {
      return object.has("include") ? null : Parts.BOTH;
    }
    boolean value = false;
    boolean metadata = false;
    for (int i = 0; i < words.size(); i++) {
      JsonView word = words.get(i);
      String text = word.kind() == JsonView.Kind.STRING ? word.string() : "";
      switch (text) {
        case "value" -> value = true;
        case "metadata" -> metadata = true;
        default -> {
          faults.add(
              BodyFaults.pointer(object.pointerTo("include"), i),
              "must be \"value\" or \"metadata\"");
          return null;
        }
      }
    }
    return Parts.of(value, metadata);
  }

  private static Precondition precondition(BodyObject object, BodyFaults faults) {
    Long version = object.whole("ifVersion", 1, Long.MAX_VALUE);
    Boolean absent = object.flag("ifAbsent");
    if (absent == null || !absent) {
      return version == null ? Precondition.NONE : Precondition.version(version);
    }
    if (version != null) {
      faults.add(object.pointerTo("ifAbsent"), "can't stand beside ifVersion");
    }
    return Precondition.ABSENT;
  }

  private static CairnException at(String pointer, CairnException e) {
    return new CairnException(
        e.code(), e.detail(), List.of(new Violation(pointer, "breaks its rule")));
  }
}
