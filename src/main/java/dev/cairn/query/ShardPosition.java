package dev.cairn.query;

import dev.cairn.CairnException;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.ShardId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a page over several shards ended: the sort values of its last entry, its shard, its key.
 * However many shards there are, it is no larger than that. Packed as the length of the id, the id,
 * and a {@link Place}. Immutable; any thread.
 */
public final class ShardPosition {

  /** No key is before it. */
  private static final Key FIRST = Key.ofStored(new byte[0]);

  /** No key is behind it: the last character there is, as often as a key may have it. */
  private static final Key LAST = last();

  private final ShardId shard;
  private final Place place;

  ShardPosition(ShardId shard, Place place) {
    this.shard = shard;
    this.place = place;
  }

  private static Key last() {
    byte[] greatest = {(byte) 0xF4, (byte) 0x8F, (byte) 0xBF, (byte) 0xBF};
    byte[] key = new byte[Limits.MAX_KEY_BYTES];
    for (int i = 0; i < key.length; i++) {
      key[i] = greatest[i % greatest.length];
    }
    return Key.ofStored(key);
  }

  /**
   * The position that {@link #packed} was taken from.
   *
   * @param criteria of the sort that it was made for
   * @throws CairnException {@link dev.cairn.ErrorCode#INVALID_CURSOR} if it is none, or one of
   *     another number of criteria
   */
  public static ShardPosition ofPacked(byte[] packed, int criteria) {
    int length = packed.length == 0 ? 0 : packed[0];
    if (length < 1 || packed.length < 1 + length) {
      throw Refusals.unfitCursor();
    }
    try {
      ShardId shard = new ShardId(new String(packed, 1, length, StandardCharsets.US_ASCII));
      byte[] rest = Arrays.copyOfRange(packed, 1 + length, packed.length);
      return new ShardPosition(shard, Place.unpack(Position.ofPacked(rest), criteria));
    } catch (CairnException e) {
      throw Refusals.unfitCursor();
    }
  }

  /** The bytes for a cursor. */
  public byte[] packed() {
    byte[] id = shard.value().getBytes(StandardCharsets.US_ASCII);
    byte[] rest = place.pack().packed();
    return ByteBuffer.allocate(1 + id.length + rest.length)
        .put((byte) id.length)
        .put(id)
        .put(rest)
        .array();
  }

  /** Whether nothing of the shard is behind it. */
  boolean isPast(ShardId other) {
    return place.values().isEmpty() && other.compareTo(shard) < 0;
  }

  /** Where the page goes on in a shard; null for its beginning. */
  @Nullable Position in(ShardId other) {
    int sign = other.compareTo(shard);
    if (sign == 0) {
      return place.pack();
    }
    if (place.values().isEmpty()) {
      return null;
    }
    // What ties with the last entry comes before it in shards before its own, else behind it.
    return new Place(place.values(), sign < 0 ? LAST : FIRST).pack();
  }
}
