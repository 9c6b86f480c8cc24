package dev.cairn;

/**
 * Bounds on what one shard may hold, or on what the callers of one shard or of one API key may ask
 * of the service. 0 is no bound. Immutable; any thread.
 *
 * @param bytes most bytes of a shard's file, its log not counted; only of shards
 * @param entries most entries of a shard, over all its namespaces; only of shards
 * @param requestsPerSecond requests a second on average; as many may come at once after a rest of a
 *     second
 * @param concurrentReads most lists, queries, counts and other reads but those of single entries
 *     that run or wait at a time
 * @param queryMillis processor time of one list, query or count, in milliseconds
 * @param streams most exports and imports under way at a time
 */
public record Quotas(
    long bytes,
    long entries,
    long requestsPerSecond,
    long concurrentReads,
    long queryMillis,
    long streams) {

  /** No bound at all. */
  public static final Quotas NONE = new Quotas(0, 0, 0, 0, 0, 0);

  /** The largest bound that there is, of whatever kind. */
  public static final long MOST = 1L << 44;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is negative or above {@link #MOST}
   */
  public Quotas {
    require(bytes, "bytes");
    require(entries, "entries");
    require(requestsPerSecond, "requestsPerSecond");
    require(concurrentReads, "concurrentReads");
    require(queryMillis, "queryTime");
    require(streams, "streams");
  }

  private static void require(long bound, String name) {
    if (bound < 0 || bound > MOST) {
      throw new IllegalArgumentException(
          "The quota " + name + " is " + bound + "; it must be from 0 to " + MOST);
    }
  }

  /** Whether there is no bound at all. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** These bounds; where there is none, that of {@code others}. */
  public Quotas or(Quotas others) {
    return new Quotas(
        bytes == 0 ? others.bytes : bytes,
        entries == 0 ? others.entries : entries,
        requestsPerSecond == 0 ? others.requestsPerSecond : requestsPerSecond,
        concurrentReads == 0 ? others.concurrentReads : concurrentReads,
        queryMillis == 0 ? others.queryMillis : queryMillis,
        streams == 0 ? others.streams : streams);
  }
}
