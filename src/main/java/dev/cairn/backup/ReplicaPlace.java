package dev.cairn.backup;

/**
 * Where one epoch of one shard lies in the replica.
 *
 * @param shard the shard's name there, see {@link #isShard}
 * @param epoch the epoch
 */
public record ReplicaPlace(String shard, EpochName epoch) {

  /** The path below which all shards lie. */
  public static final String SHARDS = "shards";

  private static final int MAX_LENGTH = 200;

  /**
   * @throws IllegalArgumentException if the shard's name could lead elsewhere
   */
  public ReplicaPlace {
    directory(shard);
  }

  /**
   * Whether a shard can have that name in a replica: lower case letters, digits, {@code -}, {@code
   * _} and {@code =}, 1 to 200 of them.
   */
  public static boolean isShard(String name) {
    return name.length() <= MAX_LENGTH && name.matches("[a-z0-9_=-]+");
  }

  /**
   * The path below the replica's root that all epochs of a shard lie below: {@code shards/SHARD}.
   *
   * @throws IllegalArgumentException if the shard's name could lead elsewhere
   */
  public static String directory(String shard) {
    if (!isShard(shard)) {
      throw new IllegalArgumentException("no shard's name in a replica: " + shard);
    }
    return SHARDS + "/" + shard;
  }

  /** The path below the replica's root: {@code shards/SHARD/EPOCH}. */
  public String path() {
    return directory(shard) + "/" + epoch;
  }
}
