package dev.cairn;

import org.jspecify.annotations.Nullable;

/**
 * The name of a shard: 1 to {@link Limits#MAX_SHARD_ID_LENGTH} characters of {@code A-Z a-z 0-9 . _
 * ~ : -}, not beginning with a dot, so that it stands in a URL without escapes. Case counts.
 *
 * @param value the name as the client writes it
 */
public record ShardId(String value) implements Comparable<ShardId> {

  /**
   * Checks the rule.
   *
   * @throws CairnException {@link ErrorCode#INVALID_SHARD_ID} if the name breaks the rule above
   */
  public ShardId {
    Names.check("The shard id", value, Limits.MAX_SHARD_ID_LENGTH, ErrorCode.INVALID_SHARD_ID);
  }

  @Override
  public int compareTo(ShardId other) {
    return value.compareTo(other.value);
  }

  // Written out, since a record's own is interpreted in the native executable: docs/decisions/0022.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ShardId that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
