package dev.cairn.fuzz;

import dev.cairn.CairnException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the targets share. Any thread. */
public final class Fuzz {

  private Fuzz() {}

  /** Something that reads a client's input. */
  @FunctionalInterface
  public interface Reader<T extends @Nullable Object> {
    T read() throws Exception;
  }

  /**
   * Cuts an input at blank lines.
   *
   * @return {@code count} parts; those that the input does not have are empty, and the last has all
   *     that is left
   */
  public static List<byte[]> parts(byte[] input, int count) {
    List<byte[]> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i + 1 < input.length && parts.size() < count - 1; i++) {
      if (input[i] == '\n' && input[i + 1] == '\n') {
        parts.add(Arrays.copyOfRange(input, start, i));
        start = i + 2;
        i++;
      }
    }
    parts.add(Arrays.copyOfRange(input, start, input.length));
    while (parts.size() < count) {
      parts.add(new byte[0]);
    }
    return parts;
  }

  /** The text of strict UTF-8, or null. */
  public static @Nullable String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** The text as the head of a request gives it: a character for each byte. */
  public static String head(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /**
   * Reads, and takes a refusal for null. A refusal blames the client and says why; anything else
   * that is thrown ends the run.
   */
  public static <T extends @Nullable Object> @Nullable T readOrRefused(Reader<T> reader)
      throws Exception {
    try {
      return reader.read();
    } catch (CairnException refusal) {
      int status = refusal.code().status();
      require(status >= 400 && status < 500, "refused with", status, refusal.detail());
      require(!refusal.detail().isBlank(), "refused without a reason:", refusal.code());
      return null;
    }
  }

  /** Ends the run, with what is known about it, unless {@code holds}. */
  public static void require(boolean holds, @Nullable Object... about) {
    if (!holds) {
      throw new AssertionError(Arrays.toString(about));
    }
  }
}
