package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code If-Match} or {@code If-None-Match}. A tag of ours is a version in quotes; its
 * weak form counts too, since proxies that compress weaken tags. Any other well-formed tag is
 * foreign and matches nothing.
 *
 * @param any whether it is {@code *}
 * @param versions the versions of the tags that are ours
 */
record EntityTags(boolean any, List<Long> versions) {

  /**
   * Reads every field line of one header.
   *
   * @return null if there is none
   * @throws CairnException {@link ErrorCode#INVALID_PARAMETER} if it is neither {@code *} nor a
   *     list of quoted tags
   */
  static @Nullable EntityTags parse(String header, List<String> lines) {
    if (lines.isEmpty()) {
      return null;
    }
    String text = (lines.size() == 1 ? lines.getFirst() : String.join(",", lines)).strip();
    if (text.equals("*")) {
      return new EntityTags(true, List.of());
    }
    List<Long> versions = new ArrayList<>(1);
    int tags = 0;
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ',' || c == ' ' || c == '\t') {
        at++;
        continue;
      }
      int open = text.startsWith("W/", at) ? at + 2 : at;
      int close =
          open < text.length() && text.charAt(open) == '"' ? text.indexOf('"', open + 1) : -1;
      if (close < 0 || !endsElement(text, close + 1)) {
        throw malformed(header);
      }
      addVersion(text.substring(open + 1, close), versions);
      tags++;
      at = close + 1;
    }
    if (tags == 0) {
      throw malformed(header);
    }
    return new EntityTags(false, versions);
  }

  /** Whether one of them is the tag of this version. */
  boolean matches(long version) {
    return any || versions.contains(version);
  }

  /** The tag of a version. */
  static String of(long version) {
    return "\"" + version + "\"";
  }

  private static boolean endsElement(String text, int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at == text.length() || text.charAt(at) == ',';
  }

  private static void addVersion(String tag, List<Long> versions) {
    if (tag.isEmpty() || tag.length() > 19 || tag.charAt(0) == '0') {
      return;
    }
    for (int i = 0; i < tag.length(); i++) {
      if (tag.charAt(i) < '0' || tag.charAt(i) > '9') {
        return;
      }
    }
    try {
      versions.add(Long.parseLong(tag));
    } catch (NumberFormatException beyondLong) {
      // Above every version there can be: a foreign tag.
      return;
    }
  }

  private static CairnException malformed(String header) {
    return new CairnException(
        ErrorCode.INVALID_PARAMETER,
        "The header " + header + " must be * or a list of tags in quotes, such as \"7\".",
        List.of(new Violation(header, "must be * or a list of tags in quotes")));
  }
}
