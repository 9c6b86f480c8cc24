package dev.cairn.security;

import dev.cairn.ShardId;

/**
 * Names shards: an exact id, or a prefix followed by {@code *}, which alone names all. Never a bare
 * prefix: {@code team-a} does not open {@code team-ab}.
 *
 * @param text as it is written
 */
public record ShardPattern(String text) {

  /** Names every shard there is and will be. */
  public static final ShardPattern ALL = new ShardPattern("*");

  /**
   * Checks it.
   *
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#INVALID_SHARD_ID} if what stands
   *     before the star, or all of it where there is none, could not begin, or be, a shard id
   */
  public ShardPattern {
    String ids = text.endsWith("*") ? text.substring(0, text.length() - 1) : text;
    if (!text.equals("*")) {
      new ShardId(ids);
    }
  }

  /** Whether it names all shards. */
  public boolean isAll() {
    return text.equals("*");
  }

  /** Whether it names that shard. */
  public boolean names(ShardId shard) {
    int last = text.length() - 1;
    return text.charAt(last) == '*'
        ? shard.value().regionMatches(0, text, 0, last)
        : shard.value().equals(text);
  }

  /** Whether it names all shards that begin so, and not just one. */
  public boolean isPrefix() {
    return text.endsWith("*");
  }

  /** What the id of each shard that it names begins with. */
  public String prefix() {
    return isPrefix() ? text.substring(0, text.length() - 1) : text;
  }
}
