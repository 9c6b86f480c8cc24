package dev.cairn.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Answers as bytes that a shard keeps: a byte for the form, one for where the body is, the status,
 * the headers, then the body to the end. A body that is the request's own, as that of a put which
 * asks for what is stored, is not kept: whoever repeats the request sends it again. Stateless.
 */
final class AnswerBytes {

  /** The form. One that changes has another number, and files with this one stay readable. */
  private static final int FORM = 1;

  private static final int NONE = 0;
  private static final int KEPT = 1;
  private static final int OF_REQUEST = 2;

  private AnswerBytes() {}

  /**
   * The bytes of an answer.
   *
   * @param sent the body of the request
   */
  static byte[] of(Answer answer, byte[] sent) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      byte[] body = answer.body();
      boolean ofRequest = body != null && Arrays.equals(body, sent);
      out.writeByte(FORM);
      out.writeByte(body == null ? NONE : ofRequest ? OF_REQUEST : KEPT);
      out.writeShort(answer.status());
      List<CharSequence> headers = answer.headers();
      out.writeShort(headers.size());
      for (CharSequence text : headers) {
        byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
      }
      if (body != null && !ofRequest) {
        out.write(body);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The answer that {@link #of} has made these bytes of.
   *
   * @throws IllegalStateException if they are of a form that this program does not know
   */
  static Answer read(byte[] bytes, byte[] sent) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != FORM) {
        throw new IllegalStateException("The answer was kept by a newer program");
      }
      int where = in.readByte();
      Answer answer = new Answer(in.readUnsignedShort());
      for (int i = in.readUnsignedShort(); i > 0; i -= 2) {
        String name = text(in);
        String value = text(in);
        if (name.equals(EntryAnswers.REVISION)) {
          answer.revision(Long.parseLong(value));
        } else {
          answer.header(name, value);
        }
      }
      return switch (where) {
        case KEPT -> answer.body(in.readAllBytes());
        case OF_REQUEST -> answer.body(sent);
        default -> answer;
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
