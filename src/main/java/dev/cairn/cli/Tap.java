package dev.cairn.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * An input stream that remembers what a parser has read from it since a chosen offset, so that an
 * item's exact bytes can be taken once its end is known. While nothing is held, only the bytes of
 * the last read are remembered. One thread.
 */
final class Tap extends InputStream {

  private final InputStream in;
  private final int maxHeld;
  private byte[] kept = new byte[64 * 1024];
  private int length;
  private long keptFrom;
  private long holdFrom = -1;

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
    return keptFrom + length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    int read = in.read(target, offset, count);
    if (read <= 0) {
      return read;
    }
    forget();
    if (holdFrom >= 0 && length + read > maxHeld) {
      throw new HeldTooMuch();
    }
    if (length + read > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(length + read, kept.length * 2));
    }
    System.arraycopy(target, offset, kept, length, read);
    length += read;
    return read;
  }

  private void forget() {
    int drop = holdFrom < 0 ? length : (int) (holdFrom - keptFrom);
    System.arraycopy(kept, drop, kept, 0, length - drop);
    keptFrom += drop;
    length -= drop;
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
