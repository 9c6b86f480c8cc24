package dev.cairn.replica;

/**
 * What may be the path of an object in a replica: one to {@value #MAX_LENGTH} printable ASCII
 * characters but for the backslash, in parts separated by {@code /}. A part is never empty, at most
 * {@value #MAX_PART} long, does not begin with a dot and does not end as names of unfinished files
 * do. For such paths the order of characters is the order of bytes. Pure.
 */
final class ObjectPath {

  /** Ends the name of a file that somebody, we or the replicator, is still writing. */
  static final String UNFINISHED = ".tmp";

  /** With a prefix before it, it must stay below the 1,024 bytes of a key. */
  static final int MAX_LENGTH = 700;

  /** What file systems take as a name. */
  static final int MAX_PART = 255;

  private ObjectPath() {}

  /**
   * The path itself.
   *
   * @throws IllegalArgumentException if it can't be one
   */
  static String check(String path) {
    if (!isOne(path)) {
      throw new IllegalArgumentException("no path in a replica: " + path);
    }
    return path;
  }

  /** Whether it can be one. */
  static boolean isOne(String path) {
    if (path.length() > MAX_LENGTH || !path.chars().allMatch(ObjectPath::isAllowed)) {
      return false;
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty()
          || part.length() > MAX_PART
          || part.startsWith(".")
          || part.endsWith(UNFINISHED)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAllowed(int c) {
    return c >= ' ' && c <= '~' && c != '\\';
  }
}
