package dev.cairn.bench;

import dev.cairn.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Values of a fixed size, no two alike: SQLite writes no page that would stay the same. The texts
 * are built before the clock starts; {@link #next} only stamps a number in. One thread.
 */
final class Values {

  private static final int DIGITS = 18;

  private final byte[] template;
  private long number;

  /**
   * @param first where the numbers begin; a run that overwrites another's values begins elsewhere
   */
  Values(int bytes, long first) {
    String head = "{\"text\":\"";
    String tail = "\"}";
    int filler = bytes - head.length() - tail.length();
    template = (head + "x".repeat(filler) + tail).getBytes(StandardCharsets.US_ASCII);
    number = first;
  }

  /**
   * The value that entry number {@code entry} is filled with; a hundred entries have each group.
   */
  static JsonText filled(int entry, int entries, int bytes) {
    return plain(entry % (entries / 100), bytes);
  }

  /** A value of so many bytes in the group of that number. */
  static JsonText plain(int group, int bytes) {
    String head = "{\"group\":" + group + ",\"text\":\"";
    return JsonText.ofChecked(head + "y".repeat(bytes - head.length() - 2) + "\"}");
  }

  /** A value that has not been before. */
  JsonText next() {
    byte[] value = Arrays.copyOf(template, template.length);
    long rest = number++;
    for (int i = 0; i < DIGITS; i++) {
      value[value.length - 3 - i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return JsonText.ofChecked(value);
  }
}
