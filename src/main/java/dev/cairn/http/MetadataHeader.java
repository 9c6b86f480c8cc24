package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Limits;
import dev.cairn.Violation;
import dev.cairn.json.JsonCheck;
import dev.cairn.storage.MetadataChange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Metadata as the header {@code Cairn-Metadata}: JSON with every character beyond ASCII escaped.
 */
final class MetadataHeader {

  /** The header. */
  static final String NAME = "Cairn-Metadata";

  private MetadataHeader() {}

  /**
   * What a put does with the metadata of its entry.
   *
   * @param header the header's value, or null if it was not sent
   * @throws CairnException {@link ErrorCode#INVALID_PARAMETER} if it is neither a JSON object nor
   *     {@code null}, {@link ErrorCode#METADATA_TOO_LARGE}
   */
  static MetadataChange change(@Nullable String header, Limits limits) {
    if (header == null) {
      return MetadataChange.KEEP;
    }
    String text = header.strip();
    if (text.equals("null")) {
      return MetadataChange.CLEAR;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7e) {
        throw invalid("must have every character beyond ASCII escaped, as in \\u00e9", null);
      }
    }
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    requireSize(bytes.length, limits);
    try {
      return new MetadataChange.Replace(JsonCheck.checkObject(bytes, limits.valueDepth()));
    } catch (CairnException refusal) {
      throw invalid("must be a JSON object or null", refusal);
    }
  }

  /** The metadata as a header's value; {@code null} if the entry has none. */
  static String value(@Nullable JsonText metadata) {
    if (metadata == null) {
      return "null";
    }
    String text = metadata.toString();
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        // White space between tokens: strict JSON has no control characters elsewhere.
        escaped.append(' ');
      } else if (c > 0x7e) {
        escaped.append(String.format("\\u%04x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /**
   * Checks the size of metadata.
   *
   * @throws CairnException {@link ErrorCode#METADATA_TOO_LARGE}
   */
  static void requireSize(int bytes, Limits limits) {
    if (bytes > limits.metadataBytes()) {
      throw new CairnException(
          ErrorCode.METADATA_TOO_LARGE,
          "The metadata have "
              + bytes
              + " bytes; at most "
              + limits.metadataBytes()
              + " are allowed.",
          List.of(),
          Map.of("limit", limits.metadataBytes()),
          null);
    }
  }

  private static CairnException invalid(String reason, @Nullable CairnException cause) {
    String detail = "The header " + NAME + " " + reason + ".";
    return new CairnException(
        ErrorCode.INVALID_PARAMETER,
        cause == null ? detail : detail + " " + cause.detail(),
        List.of(new Violation(NAME, reason)));
  }
}
