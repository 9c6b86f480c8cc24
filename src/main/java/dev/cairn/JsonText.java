package dev.cairn;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One JSON text as the bytes that carry it, in UTF-8, exactly as its writer sent them. Whoever
 * makes one from outside input has checked it first (see the {@code json} room); nobody changes the
 * bytes afterwards. Two texts are equal when their bytes are: {@code 1.0} and {@code 1} differ.
 */
public final class JsonText {

  /** The text {@code null}. */
  public static final JsonText NULL = ofChecked("null");

  private final byte[] utf8;

  private JsonText(byte[] utf8) {
    this.utf8 = utf8;
  }

  /** Takes over {@code utf8}: bytes already known to be one JSON text. */
  public static JsonText ofChecked(byte[] utf8) {
    return new JsonText(utf8);
  }

  /** The text of {@code json}, already known to be one JSON text. */
  public static JsonText ofChecked(String json) {
    return new JsonText(json.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes themselves, not a copy: the caller must not change them. */
  public byte[] utf8() {
    return utf8;
  }

  /** The size in bytes. */
  public int size() {
    return utf8.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonText text && Arrays.equals(utf8, text.utf8);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(utf8);
  }

  @Override
  public String toString() {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
