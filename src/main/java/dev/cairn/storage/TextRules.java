package dev.cairn.storage;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Limits;
import dev.cairn.json.JsonCheck;
import dev.cairn.json.Patch;
import org.jspecify.annotations.Nullable;

/**
 * What the texts that a write leaves behind must be: values and metadata within their limits,
 * metadata an object.
 */
final class TextRules {

  private static final JsonText EMPTY_OBJECT = JsonText.ofChecked("{}");

  private final Limits limits;

  TextRules(Limits limits) {
    this.limits = limits;
  }

  /** Most declared indexes of a namespace. */
  int mostIndexes() {
    return limits.indexes();
  }

  /** The value as it is, if it may be stored. Its form has been checked where it came in. */
  JsonText value(JsonText value) {
    if (value.size() > limits.valueBytes()) {
      throw new CairnException(
          ErrorCode.VALUE_TOO_LARGE,
          "The value has "
              + value.size()
              + " bytes; at most "
              + limits.valueBytes()
              + " are allowed.");
    }
    return value;
  }

  /** What the patch makes of the value. */
  JsonText patchedValue(Patch patch, JsonText value) {
    return shallow(value(patch.applyTo(value, limits.valueBytes(), ErrorCode.VALUE_TOO_LARGE)));
  }

  /** The change as it is, if what it puts in place may be stored; for a put. */
  MetadataChange metadata(MetadataChange change) {
    if (change instanceof MetadataChange.Replace(JsonText text)) {
      metadata(text);
    }
    return change;
  }

  /** What the change makes of metadata; null for none. */
  @Nullable JsonText changedMetadata(MetadataChange change, @Nullable JsonText old) {
    return switch (change) {
      case MetadataChange.Keep() -> old;
      case MetadataChange.Clear() -> null;
      case MetadataChange.Replace(JsonText text) -> metadata(text);
      case MetadataChange.Merge(Patch patch) ->
          shallow(
              metadata(
                  patch.applyTo(
                      old == null ? EMPTY_OBJECT : old,
                      limits.metadataBytes(),
                      ErrorCode.METADATA_TOO_LARGE)));
    };
  }

  private JsonText metadata(JsonText metadata) {
    if (metadata.size() > limits.metadataBytes()) {
      throw new CairnException(
          ErrorCode.METADATA_TOO_LARGE,
          "The metadata have "
              + metadata.size()
              + " bytes; at most "
              + limits.metadataBytes()
              + " are allowed.");
    }
    if (!isObject(metadata)) {
      throw new CairnException(
          ErrorCode.INVALID_PATCH,
          "The metadata would not be a JSON object; metadata are an object or nothing.");
    }
    return metadata;
  }

  private static boolean isObject(JsonText text) {
    for (byte b : text.utf8()) {
      if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
        return b == '{';
      }
    }
    return false;
  }

  /** A patch can build deeper than either of its sides, so its result is read once more. */
  private JsonText shallow(JsonText patched) {
    try {
      return JsonCheck.check(patched.utf8(), limits.valueDepth());
    } catch (CairnException e) {
      throw new CairnException(
          ErrorCode.INVALID_PATCH,
          "The patch makes a text that can't be stored. " + e.detail(),
          e.violations());
    }
  }
}
