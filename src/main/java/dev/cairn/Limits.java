package dev.cairn;

/**
 * The bounds of the storage contract that a deployment may set. Sizes are bytes unless said
 * otherwise.
 *
 * @param valueBytes largest value, 1 to {@link #MAX_VALUE_BYTES}
 * @param valueDepth deepest nesting of a value or a metadata object, 1 to {@link #MAX_VALUE_DEPTH}
 * @param metadataBytes largest metadata of an entry or a namespace
 * @param batchMembers most members of a batch, or checks and operations of a transaction
 * @param batchBytes largest body of a batch or a transaction
 * @param pageDefault entries of a page when the request names no limit
 * @param pageMax most entries of a page
 * @param pageBytes most bytes of keys, values and metadata in a page of entries; one entry may pass
 *     it alone
 * @param bodyBytes largest request body of any kind
 * @param shardBytes largest shard
 * @param indexes most declared indexes of a namespace
 */
public record Limits(
    int valueBytes,
    int valueDepth,
    int metadataBytes,
    int batchMembers,
    int batchBytes,
    int pageDefault,
    int pageMax,
    int pageBytes,
    int bodyBytes,
    long shardBytes,
    int indexes) {

  /** Characters of a shard id. Fixed: file names are made from ids. */
  public static final int MAX_SHARD_ID_LENGTH = 200;

  /** Characters of a namespace. Fixed. */
  public static final int MAX_NAMESPACE_LENGTH = 100;

  /** Bytes of a key. Fixed: cursors and request lines are sized by it. */
  public static final int MAX_KEY_BYTES = 1024;

  /** The most that {@link #valueBytes} may be set to: 16 MiB. */
  public static final int MAX_VALUE_BYTES = 16 * 1024 * 1024;

  /** The most that {@link #valueDepth} may be set to: SQLite reads no JSON deeper than 1,000. */
  public static final int MAX_VALUE_DEPTH = 512;

  /** The most that {@link #indexes} may be set to: each is written with every entry. */
  public static final int MAX_INDEXES = 64;

  /** What holds where a deployment sets nothing. */
  public static final Limits DEFAULT =
      new Limits(
          1024 * 1024,
          MAX_VALUE_DEPTH,
          16 * 1024,
          1000,
          16 * 1024 * 1024,
          100,
          10_000,
          16 * 1024 * 1024,
          32 * 1024 * 1024,
          2L * 1024 * 1024 * 1024,
          16);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if a bound is below 1, above its own maximum, or at odds with
   *     another
   */
  public Limits {
    require(valueBytes, 1, MAX_VALUE_BYTES, "value-bytes");
    require(valueDepth, 1, MAX_VALUE_DEPTH, "value-depth");
    require(metadataBytes, 2, MAX_VALUE_BYTES, "metadata-bytes");
    require(batchMembers, 1, 100_000, "batch-members");
    require(batchBytes, 1, bodyBytes, "batch-bytes");
    require(pageMax, 1, 100_000, "page-max");
    require(pageDefault, 1, pageMax, "page-default");
    require(pageBytes, 1, 1 << 30, "page-bytes");
    require(bodyBytes, valueBytes, 1 << 30, "body-bytes");
    require(shardBytes, 1 << 20, 1L << 44, "shard-bytes");
    require(indexes, 1, MAX_INDEXES, "indexes");
  }

  private static void require(long value, long least, long most, String name) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "cairn.limits." + name + " is " + value + "; it must be from " + least + " to " + most);
    }
  }
}
