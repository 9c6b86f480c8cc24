package dev.cairn.json;

import java.util.Arrays;

/** A piece of a checked JSON text: one value, or one member name. Immutable. */
final class Slice implements Node {

  private final byte[] source;
  private final int from;
  private final int to;

  Slice(byte[] source, int from, int to) {
    this.source = source;
    this.from = from;
    this.to = to;
  }

  byte[] source() {
    return source;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  int size() {
    return to - from;
  }

  byte first() {
    return source[from];
  }

  boolean isString() {
    return first() == '"';
  }

  boolean isNull() {
    return first() == 'n';
  }

  boolean isNumber() {
    return first() == '-' || (first() >= '0' && first() <= '9');
  }

  boolean sameBytes(Slice other) {
    return Arrays.equals(source, from, to, other.source, other.from, other.to);
  }

  @Override
  public int height() {
    return 0;
  }

  @Override
  public Slice spelling() {
    return this;
  }
}
