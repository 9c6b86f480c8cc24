package dev.cairn.json;

import dev.cairn.JsonText;

/** JSON Merge Patch, RFC 7396. */
public final class MergePatch implements Patch {

  private final JsonText document;

  private MergePatch(JsonText document) {
    this.document = document;
  }

  /** A patch from a text that has passed the strict check. */
  public static MergePatch of(JsonText document) {
    return new MergePatch(document);
  }

  @Override
  public JsonText applyTo(JsonText target) {
    throw new IllegalStateException(document.toString());
  }
}
