package dev.cairn.litestream;

/** The URL of a replica's root, and those of the places below it. Any thread. */
final class ReplicaUrl {

  private static final String BEFORE_AUTHORITY = "://";

  /** Up to the end of the path, without {@code /} there. */
  private final String base;

  /** What follows the path, with its {@code ?}; empty if nothing does. */
  private final String query;

  /**
   * @throws IllegalArgumentException if it is no URL with an authority; its message does not repeat
   *     it, since it may hold a password
   */
  ReplicaUrl(String root) {
    int scheme = root.indexOf(BEFORE_AUTHORITY);
    int question = root.indexOf('?');
    int end = question < 0 ? root.length() : question;
    if (scheme < 1 || scheme > end) {
      throw new IllegalArgumentException(
          "The replica must be a URL such as file:///backup or s3://bucket/prefix");
    }
    query = root.substring(end);
    int authority = scheme + BEFORE_AUTHORITY.length();
    while (end > authority && root.charAt(end - 1) == '/') {
      end--;
    }
    base = root.substring(0, end);
  }

  /** The URL of a place. */
  String of(String path) {
    return base + "/" + path + query;
  }
}
