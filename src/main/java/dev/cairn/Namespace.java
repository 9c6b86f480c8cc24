package dev.cairn;

import org.jspecify.annotations.Nullable;

/**
 * The name of a namespace: the alphabet of {@link ShardId}, 1 to {@link
 * Limits#MAX_NAMESPACE_LENGTH} characters.
 *
 * @param value the name as the client writes it
 */
public record Namespace(String value) implements Comparable<Namespace> {

  /** Exists in every shard and cannot be deleted. */
  public static final Namespace DEFAULT = new Namespace("default");

  /**
   * Checks the rule.
   *
   * @throws CairnException {@link ErrorCode#INVALID_NAMESPACE} if the name breaks the rule above
   */
  public Namespace {
    Names.check("The namespace", value, Limits.MAX_NAMESPACE_LENGTH, ErrorCode.INVALID_NAMESPACE);
  }

  @Override
  public int compareTo(Namespace other) {
    return value.compareTo(other.value);
  }

  // Written out, since a record's own is interpreted in the native executable: docs/decisions/0022.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Namespace that && value.equals(that.value);
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
