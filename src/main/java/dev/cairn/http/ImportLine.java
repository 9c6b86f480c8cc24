package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.Violation;
import dev.cairn.json.JsonCheck;
import dev.cairn.json.JsonView;
import dev.cairn.storage.Expiry;
import dev.cairn.storage.MetadataChange;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a line of an import says. */
sealed interface ImportLine {

  /** The header of an export. */
  record Header(String format) implements ImportLine {}

  /** A namespace, {@link MetadataChange#KEEP} if the line names no metadata. */
  record OfNamespace(Namespace namespace, MetadataChange metadata) implements ImportLine {}

  /** An entry; {@link MetadataChange#CLEAR} if the line names no metadata. */
  record OfEntry(
      Namespace namespace, Key key, JsonText value, MetadataChange metadata, Expiry expiry)
      implements ImportLine {

    /** Bytes of value and metadata. */
    int size() {
      return value.size()
          + (metadata instanceof MetadataChange.Replace(JsonText text) ? text.size() : 0);
    }
  }

  /** The end of an export. */
  record End() implements ImportLine {}

  /** Longest line, in bytes: a value, metadata, a key whose every byte is escaped, and names. */
  static int maxBytes(Limits limits) {
    return limits.valueBytes() + limits.metadataBytes() + 6 * Limits.MAX_KEY_BYTES + 4096;
  }

  /**
   * Reads a line.
   *
   * @throws CairnException if it is no strict JSON text, is none of the lines above, or breaks a
   *     rule or a limit
   */
  static ImportLine read(byte[] line, Limits limits) {
    JsonText text = JsonCheck.check(line, limits.valueDepth() + 1);
    BodyFaults faults = new BodyFaults();
    BodyObject object = BodyObject.read(JsonView.of(text), "", Members.ALL, faults);
    ImportLine read = object == null ? null : read(object, faults, limits);
    try {
      faults.refuseIfAny("The line");
    } catch (CairnException e) {
      String reasons =
          e.violations().stream().map(ImportLine::told).collect(Collectors.joining("; "));
      throw new CairnException(e.code(), "The line does not have its form: " + reasons + ".");
    }
    if (read == null) {
      throw new CairnException(ErrorCode.INVALID_BODY, "The line is of no known kind.");
    }
    return read;
  }

  private static String told(Violation violation) {
    return (violation.pointer().isEmpty() ? "it" : violation.pointer()) + " " + violation.reason();
  }

  private static @Nullable ImportLine read(BodyObject object, BodyFaults faults, Limits limits) {
    if (object.has("format")) {
      String format = only(object, Members.HEADER, faults).string("format");
      return format == null ? null : new Header(format);
    }
    if (object.has("end")) {
      only(object, Members.END, faults).flag("end");
      object.whole("entries", 0, Long.MAX_VALUE);
      return new End();
    }
    SizedTexts texts = new SizedTexts(limits);
    if (!object.has("key") && !object.has("value")) {
      return namespace(only(object, Members.NAMESPACE, faults), texts);
    }
    return entry(only(object, Members.ENTRY, faults), texts, faults);
  }

  private static @Nullable ImportLine namespace(BodyObject object, SizedTexts texts) {
    String name = object.stringRequired("namespace");
    JsonView metadata = object.objectOrNull("metadata");
    return name == null
        ? null
        : new OfNamespace(
            new Namespace(name), texts.metadata(metadata, object.pointerTo("metadata")));
  }

  private static @Nullable ImportLine entry(
      BodyObject object, SizedTexts texts, BodyFaults faults) {
    String key = object.stringRequired("key");
    String namespace = object.string("namespace");
    JsonView value = object.anyRequired("value");
    JsonView metadata = object.objectOrNull("metadata");
    Expiry expiry = ExpiryTexts.ofMembers(object, faults);
    if (key == null || value == null) {
      return null;
    }
    return new OfEntry(
        namespace == null ? Namespace.DEFAULT : new Namespace(namespace),
        Key.of(key),
        texts.value(value, object.pointerTo("value")),
        metadata == null
            ? MetadataChange.CLEAR
            : texts.metadata(metadata, object.pointerTo("metadata")),
        expiry);
  }

  private static BodyObject only(BodyObject object, Set<String> allowed, BodyFaults faults) {
    for (String name : Members.ALL) {
      if (object.has(name) && !allowed.contains(name)) {
        faults.add(object.pointerTo(name), "does not belong on a line of this kind");
      }
    }
    return object;
  }

  /** The members that lines may have. */
  final class Members {

    private static final Set<String> HEADER = Set.of("format", "shard", "revision", "exported");
    private static final Set<String> END = Set.of("end", "entries");
    private static final Set<String> NAMESPACE = Set.of("namespace", "metadata");
    private static final Set<String> ENTRY =
        Set.of("namespace", "key", "version", "created", "updated", "expires", "value", "metadata");
    private static final Set<String> ALL =
        Set.of(
            "format",
            "shard",
            "revision",
            "exported",
            "end",
            "entries",
            "namespace",
            "key",
            "version",
            "created",
            "updated",
            "expires",
            "value",
            "metadata");

    private Members() {}
  }
}
