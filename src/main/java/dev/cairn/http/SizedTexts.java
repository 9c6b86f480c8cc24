package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Limits;
import dev.cairn.Violation;
import dev.cairn.json.JsonView;
import dev.cairn.storage.MetadataChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes values and metadata out of bodies, byte for byte as they were sent, if they are within
 * their limits. Immutable; any thread.
 */
record SizedTexts(Limits limits) {

  /**
   * A value.
   *
   * @throws CairnException {@link ErrorCode#VALUE_TOO_LARGE}
   */
  JsonText value(JsonView value, String pointer) {
    int size = value.size();
    if (size > limits.valueBytes()) {
      throw tooLarge(
          ErrorCode.VALUE_TOO_LARGE, "The value has ", size, limits.valueBytes(), pointer);
    }
    return value.text();
  }

  /**
   * What a {@code metadata} member means: missing keeps, null clears, an object replaces.
   *
   * @param metadata an object, null as JSON has it, or null if the member is missing
   * @throws CairnException {@link ErrorCode#METADATA_TOO_LARGE}
   */
  MetadataChange metadata(@Nullable JsonView metadata, String pointer) {
    if (metadata == null) {
      return MetadataChange.KEEP;
    }
    if (metadata.kind() == JsonView.Kind.NULL) {
      return MetadataChange.CLEAR;
    }
    int size = metadata.size();
    if (size > limits.metadataBytes()) {
      throw tooLarge(
          ErrorCode.METADATA_TOO_LARGE,
          "The metadata have ",
          size,
          limits.metadataBytes(),
          pointer);
    }
    return new MetadataChange.Replace(metadata.text());
  }

  private static CairnException tooLarge(
      ErrorCode code, String whatHas, int size, int limit, String pointer) {
    return new CairnException(
        code,
        whatHas + size + " bytes; at most " + limit + " are allowed.",
        List.of(new Violation(pointer, "has more than " + limit + " bytes")));
  }
}
