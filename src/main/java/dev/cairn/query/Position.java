package dev.cairn.query;

/**
 * Where a page of a query ended: the sort values of its last entry and its key, packed for a
 * cursor. It fits only the sort it was made for; whoever hands it to clients binds it to the query
 * and to the history of the shard.
 */
public final class Position {

  private final byte[] packed;

  private Position(byte[] packed) {
    this.packed = packed;
  }

  /** The position that {@link #packed} was taken from; it is judged when a query uses it. */
  public static Position ofPacked(byte[] packed) {
    return new Position(packed);
  }

  /** The bytes for a cursor, not a copy: the caller must not change them. */
  public byte[] packed() {
    return packed;
  }
}
