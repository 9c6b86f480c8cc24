package dev.cairn.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * An input stream that remembers what a parser has read from it since a chosen offset, so that an
 * item's exact bytes can be taken once its end is known, and so that reading can begin again behind
 * a malformed line. While nothing is held, only the bytes of the last read are remembered. One
 * thread.
 */
final class Tap extends InputStream {

  private final InputStream in;
  private final int maxHeld;
  private byte[] kept = new byte[64 * 1024];
  private int length;
  private long keptFrom;
  private long holdFrom = -1;

  /** How many of the last bytes kept are to be read once more. */
  private int again;

  /**
   * @param maxHeld most bytes to be held; a read that would need more fails
   */
  Tap(InputStream in, int maxHeld) {
    this.in = in;
    this.maxHeld = maxHeld;
  }

  /** Remembers everything from {@code offset} on, which must lie in the last read. */
  void hold(long offset) {
    holdFrom = offset;
  }

  /** Ends {@link #hold}. */
  void release() {
    holdFrom = -1;
  }

  /** A copy of the bytes between two offsets that are held. */
  byte[] copy(long from, long to) {
    return Arrays.copyOfRange(kept, (int) (from - keptFrom), (int) (to - keptFrom));
  }

  /** Bytes read so far. */
  long position() {
    return keptFrom + length - again;
  }

  /**
   * Goes back to the offset that is held, and holds no longer.
   *
   * @throws IllegalStateException if nothing is held
   */
  void rewind() {
    if (holdFrom < 0) {
      throw new IllegalStateException("nothing is held");
    }
    again = (int) (keptFrom + length - holdFrom);
    release();
  }

  /** The next byte without reading past it, or -1 at the end. */
  int peek() throws IOException {
    int next = read();
    if (next >= 0) {
      again++;
    }
    return next;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (again > 0) {
      int read = Math.min(again, count);
      System.arraycopy(kept, length - again, target, offset, read);
      again -= read;
      return read;
    }
    int read = in.read(target, offset, count);
    if (read <= 0) {
      return read;
    }
    forget();
    keep(target, offset, read);
    if (holdFrom >= 0 && length > maxHeld) {
      throw new HeldTooMuch();
    }
    return read;
  }

  private void forget() {
    int drop = holdFrom < 0 ? length : (int) (holdFrom - keptFrom);
    System.arraycopy(kept, drop, kept, 0, length - drop);
    keptFrom += drop;
    length -= drop;
  }

  private void keep(byte[] bytes, int offset, int count) {
    if (length + count > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(length + count, kept.length * 2));
    }
    System.arraycopy(bytes, offset, kept, length, count);
    length += count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** More would have to be held than is allowed. */
  static final class HeldTooMuch extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
