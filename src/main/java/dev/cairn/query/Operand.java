package dev.cairn.query;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** What a field is compared with. */
public sealed interface Operand {

  /** The JSON value null. */
  record Null() implements Operand {}

  /** True or false. */
  record Bool(boolean value) implements Operand {}

  /** An integer of 64 bits, compared exactly. */
  record Int(long value) implements Operand {}

  /** Any other number; finite. */
  record Real(double value) implements Operand {
    public Real {
      if (!Double.isFinite(value)) {
        throw Refusals.at("", "The number is larger than a double can hold.");
      }
    }
  }

  /**
   * A string.
   *
   * @param utf8 strict UTF-8, which nobody changes
   */
  @SuppressWarnings("ArrayRecordComponent") // nothing compares operands with equals
  record Text(byte[] utf8) implements Operand {

    /**
     * The operand of that text.
     *
     * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#INVALID_QUERY} if it has a lone
     *     surrogate
     */
    public static Text of(String text) {
      try {
        ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        byte[] utf8 = new byte[encoded.remaining()];
        encoded.get(utf8);
        return new Text(utf8);
      } catch (CharacterCodingException e) {
        throw Refusals.at("", "The string has a lone surrogate and is no Unicode text.");
      }
    }
  }

  /** An instant, for {@link Field.OfCreated} and {@link Field.OfUpdated}. */
  record Time(long millis) implements Operand {

    private static final Pattern FORM =
        Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,3})?([Zz]|[+-]\\d\\d:\\d\\d)");

    /**
     * The instant of an RFC 3339 text of any offset, with up to three digits behind the seconds.
     *
     * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#INVALID_QUERY} if it is none
     */
    public static Time parse(String text) {
      try {
        if (FORM.matcher(text).matches()) {
          return new Time(OffsetDateTime.parse(text).toInstant().toEpochMilli());
        }
      } catch (DateTimeException e) {
        throw unreadable();
      }
      throw unreadable();
    }

    private static RuntimeException unreadable() {
      return Refusals.at(
          "",
          "The text is no RFC 3339 time with at most milliseconds, such as"
              + " 2026-01-31T12:00:00.000Z.");
    }
  }
}
