package dev.cairn.storage;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a shard's feed: behind the first changes of a unit, or behind all of them. As text it
 * is {@code 12}, behind the unit of revision 12, or {@code 12.3}, behind its third change.
 *
 * @param revision of the unit, from 0
 * @param count how many of its changes lie before the place, from 1; {@link #ALL} for all
 */
public record ChangePosition(long revision, int count) {

  /** However many changes the unit has. */
  public static final int ALL = Integer.MAX_VALUE;

  private static final Pattern TEXT =
      Pattern.compile("(0|[1-9][0-9]{0,17})(?:\\.([1-9][0-9]{0,8}))?");

  /** The place behind the unit of a revision. */
  public static ChangePosition behind(long revision) {
    return new ChangePosition(revision, ALL);
  }

  /**
   * Reads one.
   *
   * @throws CairnException {@link ErrorCode#INVALID_CURSOR} if the text is none
   */
  public static ChangePosition of(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new CairnException(
          ErrorCode.INVALID_CURSOR,
          "A place in a feed is a revision, as 12, or a revision and a number, as 12.3.");
    }
    long revision = Long.parseLong(parts.group(1));
    String count = parts.group(2);
    return count == null ? behind(revision) : new ChangePosition(revision, Integer.parseInt(count));
  }

  /** Whether every change of the unit lies before it. */
  public boolean isBehindUnit() {
    return count == ALL;
  }

  /** How many changes of the unit that it lies in lie before it; 0 between two units. */
  public int passed() {
    return isBehindUnit() ? 0 : count;
  }

  /** The newest revision all of whose changes lie before it. */
  public long whole() {
    return isBehindUnit() ? revision : revision - 1;
  }

  @Override
  public String toString() {
    return isBehindUnit() ? Long.toString(revision) : revision + "." + count;
  }
}
