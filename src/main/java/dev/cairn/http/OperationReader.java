package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.Violation;
import dev.cairn.json.JsonPatch;
import dev.cairn.json.MergePatch;
import dev.cairn.json.Patch;
import dev.cairn.storage.MetadataChange;
import dev.cairn.storage.Operation;
import dev.cairn.storage.Parts;
import dev.cairn.storage.Precondition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the operations of batches and transactions. A fault of form spoils the whole body and goes
 * to its {@link BodyFaults}; a key, namespace, size or patch that breaks a rule is the member's own
 * refusal. Immutable; any thread.
 */
final class OperationReader {

  private static final Map<String, Set<String>> MEMBERS =
      Map.of(
          "put", Set.of("op", "namespace", "key", "value", "metadata", "ifVersion", "ifAbsent"),
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
          "mergePatch",
          "jsonPatch",
          "include");

  private final Limits limits;

  OperationReader(Limits limits) {
    this.limits = limits;
  }

  /** A member of a batch or transaction: to be carried out, or refused before that. */
  sealed interface Member {

    /** Can be carried out. */
    record Sound(Operation.OnEntry operation) implements Member {}

    /**
     * Breaks a rule.
     *
     * @param key its key, or null if that is what breaks the rule
     */
    record Refused(@Nullable Key key, CairnException reason) implements Member {}
  }

  /**
   * Reads an operation.
   *
   * @param namespace where it works if it names no namespace
   * @return null, and faults, if its form is wrong
   */
  @Nullable Member read(JsonSlice slice, String pointer, Namespace namespace, BodyFaults faults) {
    BodyObject object = BodyObject.read(slice, pointer, ALL_MEMBERS, faults);
    if (object == null) {
      return null;
    }
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
    String key = object.stringRequired("key");
    String namespaceName = object.string("namespace");
    Draft draft = draft(op, object, faults);
    if (key == null || draft == null) {
      return null;
    }
    return finished(object, key, namespaceName, namespace, draft);
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

  private @Nullable Draft draft(String op, BodyObject object, BodyFaults faults) {
    return switch (op) {
      case "put" -> put(object, faults);
      case "patch" -> patch(object, faults);
      case "get" -> get(object, faults);
      default -> delete(object, faults);
    };
  }

  private @Nullable Draft put(BodyObject object, BodyFaults faults) {
    JsonSlice value = object.anyRequired("value");
    JsonSlice metadata = object.objectOrNull("metadata");
    Precondition precondition = precondition(object, faults);
    if (value == null) {
      return null;
    }
    return (namespace, key) ->
        new Operation.Put(
            namespace,
            key,
            sized(value, object.pointerTo("value")),
            metadataChange(metadata, object.pointerTo("metadata")),
            precondition);
  }

  private static Draft delete(BodyObject object, BodyFaults faults) {
    Precondition precondition = precondition(object, faults);
    return (namespace, key) -> new Operation.Delete(namespace, key, precondition);
  }

  private @Nullable Draft patch(BodyObject object, BodyFaults faults) {
    Precondition precondition = precondition(object, faults);
    JsonSlice merge = object.any("mergePatch");
    JsonSlice list = object.any("jsonPatch");
    if ((merge == null) == (list == null)) {
      faults.add(object.pointerTo("mergePatch"), "or jsonPatch must be there, just one of the two");
      return null;
    }
    return (namespace, key) ->
        new Operation.PatchValue(
            namespace,
            key,
            merge != null
                ? MergePatch.of(sized(merge, object.pointerTo("mergePatch")))
                : jsonPatch(list, object.pointerTo("jsonPatch")),
            precondition);
  }

  private Patch jsonPatch(@Nullable JsonSlice slice, String pointer) {
    if (slice == null) {
      throw new IllegalArgumentException("slice");
    }
    JsonText text = sized(slice, pointer);
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
    List<JsonSlice> words = object.array("include");
    if (words == null) {
      return object.has("include") ? null : Parts.BOTH;
    }
    boolean value = false;
    boolean metadata = false;
    for (int i = 0; i < words.size(); i++) {
      JsonSlice word = words.get(i);
      String text = word.kind() == JsonSlice.Kind.STRING ? word.string() : "";
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

  /**
   * A value within its limit.
   *
   * @throws CairnException {@link ErrorCode#VALUE_TOO_LARGE}
   */
  JsonText sized(JsonSlice slice, String pointer) {
    if (slice.size() > limits.valueBytes()) {
      throw tooLarge(
          ErrorCode.VALUE_TOO_LARGE, "The value", slice.size(), limits.valueBytes(), pointer);
    }
    return slice.text();
  }

  /**
   * What a {@code metadata} member of a put means: missing keeps, null clears, an object replaces.
   *
   * @throws CairnException {@link ErrorCode#METADATA_TOO_LARGE}
   */
  MetadataChange metadataChange(@Nullable JsonSlice slice, String pointer) {
    if (slice == null) {
      return MetadataChange.KEEP;
    }
    if (slice.kind() == JsonSlice.Kind.NULL) {
      return MetadataChange.CLEAR;
    }
    if (slice.size() > limits.metadataBytes()) {
      throw tooLarge(
          ErrorCode.METADATA_TOO_LARGE,
          "The metadata",
          slice.size(),
          limits.metadataBytes(),
          pointer);
    }
    return new MetadataChange.Replace(slice.text());
  }

  private static CairnException tooLarge(
      ErrorCode code, String what, int size, int limit, String pointer) {
    String verb = what.equals("The value") ? " has " : " have ";
    return new CairnException(
        code,
        what + verb + size + " bytes; at most " + limit + " are allowed.",
        List.of(new Violation(pointer, "has more than " + limit + " bytes")));
  }

  private static CairnException at(String pointer, CairnException e) {
    return new CairnException(
        e.code(), e.detail(), List.of(new Violation(pointer, "breaks its rule")));
  }
}
