package dev.cairn.http;

/** What the API description says of the two places where a key can stand. */
final class KeyDescription {

  static final String PATH =
      "The key: everything up to the end of the path. Slashes may stand raw or as %2F, every other"
          + " character that is not unreserved is percent-encoded. Keys with an empty segment or a"
          + " segment of one or two dots go through the query parameter instead.";

  static final String QUERY =
      "The key, percent-encoded: any text of 1 to 1,024 bytes of UTF-8. A plus stands for a space"
          + " here, as URL libraries write it.";

  private KeyDescription() {}
}
