package dev.cairn.search;

/**
 * How a text is shown in which something was found.
 *
 * @param before stands before each place, at most {@link #MAX_LENGTH} UTF-16 units
 * @param after stands behind it, as many
 * @param words most words that are shown, from 1 to {@link #MAX_WORDS}; ignored where the whole is
 */
public record Marks(String before, String after, int words) {

  /** Most UTF-16 units of a mark. Fixed. */
  public static final int MAX_LENGTH = 32;

  /** Most words of a snippet. Fixed. */
  public static final int MAX_WORDS = 64;
}
