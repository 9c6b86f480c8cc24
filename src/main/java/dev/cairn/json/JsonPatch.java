package dev.cairn.json;

import dev.cairn.JsonText;

/** JSON Patch, RFC 6902. */
public final class JsonPatch implements Patch {

  private final JsonText document;

  private JsonPatch(JsonText document) {
    this.document = document;
  }

  /**
   * A patch from a text that has passed the strict check.
   *
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#INVALID_PATCH}, with a pointer for
   *     each fault, if it is no JSON Patch
   */
  public static JsonPatch of(JsonText document) {
    return new JsonPatch(document);
  }

  @Override
  public JsonText applyTo(JsonText target) {
    throw new IllegalStateException(document.toString());
  }
}
