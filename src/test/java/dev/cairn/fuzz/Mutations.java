package dev.cairn.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes new inputs of old ones. One thread. */
public final class Mutations {

  /** Longest input that is made: what a header, and many a body, may have. */
  private static final int MOST_BYTES = 32 * 1024;

  private static final int MOST_STEPS = 4;

  private final Random random;
  private final List<byte[]> seeds;

  /** Of these seeds. */
  public Mutations(Random random, List<byte[]> seeds) {
    this.random = random;
    this.seeds = seeds;
  }

  /** A seed with a few changes. */
  public byte[] next() {
    byte[] input = seed();
    for (int i = random.nextInt(MOST_STEPS + 1); i > 0; i--) {
      input = changed(input);
    }
    return input.length > MOST_BYTES ? Arrays.copyOf(input, MOST_BYTES) : input;
  }

  /** A part of the input put in, taken out or repeated. */
  public byte[] changedOnce(byte[] input) {
    return changed(input);
  }

  private byte[] seed() {
    return seeds.get(random.nextInt(seeds.size()));
  }

  private byte[] changed(byte[] input) {
    int from = random.nextInt(input.length + 1);
    int to = Math.min(input.length, from + 1 + random.nextInt(8));
    byte[] other = seed();
    int otherFrom = random.nextInt(other.length + 1);
    int otherTo = Math.min(other.length, otherFrom + random.nextInt(40));
    return switch (random.nextInt(8)) {
      case 0 -> spliced(input, from, to, new byte[0], 1);
      case 1 -> spliced(input, from, to, new byte[] {(byte) random.nextInt(256)}, 1);
      case 2 -> spliced(input, from, from, other(from, input), 1);
      case 3 -> spliced(input, from, to, Arrays.copyOfRange(other, otherFrom, otherTo), 1);
      case 4 -> spliced(input, from, from, Arrays.copyOfRange(other, otherFrom, otherTo), 1);
      case 5 ->
          spliced(input, from, to, Arrays.copyOfRange(input, from, to), 1 + random.nextInt(40));
      case 6 -> stretched(input, from, to);
      default -> spliced(input, from, input.length, new byte[0], 1);
    };
  }

  /** Two characters of the input itself. */
  private byte[] other(int from, byte[] input) {
    if (input.length == 0) {
      return new byte[] {'"'};
    }
    return new byte[] {input[random.nextInt(input.length)], input[from % input.length]};
  }

  /** Now and then a part fills all the room: what takes quadratic time shows. */
  private byte[] stretched(byte[] input, int from, int to) {
    if (random.nextInt(20) != 0 || from == to) {
      return input;
    }
    byte[] part = Arrays.copyOfRange(input, from, random.nextBoolean() ? from + 1 : to);
    return spliced(input, from, from, part, MOST_BYTES / part.length);
  }

  private static byte[] spliced(byte[] input, int from, int to, byte[] part, int times) {
    ByteArrayOutputStream made = new ByteArrayOutputStream();
    made.write(input, 0, from);
    for (int i = 0; i < times; i++) {
      made.write(part, 0, part.length);
    }
    made.write(input, to, input.length - to);
    return made.toByteArray();
  }
}
