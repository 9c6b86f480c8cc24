package dev.cairn.query;

import dev.cairn.CairnException;
import dev.cairn.Key;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link Position} unpacked: what each criterion saw of an entry, and its key. Packed as one byte
 * of format, one of the number of criteria, each criterion as its rank with a tagged number or a
 * counted string behind it, and the key up to the end.
 */
record Place(List<SortValue> values, Key key) {

  private static final byte FORMAT = 1;
  private static final byte INTEGER = 0;
  private static final byte REAL = 1;

  Position pack() {
    int size = 2 + key.utf8().length;
    for (SortValue value : values) {
      size += 1 + (value.value() instanceof byte[] utf8 ? 2 + utf8.length : 1 + Long.BYTES);
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    out.put(FORMAT).put((byte) values.size());
    for (SortValue value : values) {
      put(out, value);
    }
    out.put(key.utf8());
    byte[] packed = new byte[out.position()];
    out.flip().get(packed);
    return Position.ofPacked(packed);
  }

  private static void put(ByteBuffer out, SortValue value) {
    out.put((byte) value.rank());
    switch (value.value()) {
      case Long number -> out.put(INTEGER).putLong(number);
      case Double number -> out.put(REAL).putDouble(number);
      case byte[] utf8 -> out.putShort((short) utf8.length).put(utf8);
      case null, default -> {}
    }
  }

  /**
   * The place that {@code position} packs.
   *
   * @throws CairnException {@link dev.cairn.ErrorCode#INVALID_CURSOR} if it is none, or one of
   *     another number of criteria
   */
  static Place unpack(Position position, int criteria) {
    ByteBuffer in = ByteBuffer.wrap(position.packed());
    try {
      if (in.get() != FORMAT || in.get() != criteria) {
        throw Refusals.unfitCursor();
      }
      List<SortValue> values = new ArrayList<>();
      for (int i = 0; i < criteria; i++) {
        values.add(take(in));
      }
      byte[] key = new byte[in.remaining()];
      in.get(key);
      return new Place(List.copyOf(values), key(key));
    } catch (BufferUnderflowException e) {
      throw Refusals.unfitCursor();
    }
  }

  private static Key key(byte[] utf8) {
    if (utf8.length == 0) {
      return Key.ofStored(utf8); // before every key: see ShardPosition
    }
    try {
      return Key.ofUtf8(utf8);
    } catch (CairnException e) {
      throw Refusals.unfitCursor();
    }
  }

  private static SortValue take(ByteBuffer in) {
    int rank = in.get();
    if (rank < 0 || rank > SortValue.MISSING) {
      throw Refusals.unfitCursor();
    }
    if (rank == SortValue.NUMBER) {
      return new SortValue(rank, takeNumber(in));
    }
    return new SortValue(rank, rank == SortValue.STRING ? takeString(in) : null);
  }

  private static Number takeNumber(ByteBuffer in) {
    byte tag = in.get();
    if (tag == INTEGER) {
      return in.getLong();
    }
    double number = in.getDouble();
    if (tag != REAL || Double.isNaN(number)) {
      throw Refusals.unfitCursor();
    }
    return number;
  }

  private static byte[] takeString(ByteBuffer in) {
    int length = in.getShort();
    if (length < 0 || length > QueryBounds.SORTED_BYTES) {
      throw Refusals.unfitCursor();
    }
    byte[] utf8 = new byte[length];
    in.get(utf8);
    return utf8;
  }
}
