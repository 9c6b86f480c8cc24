package dev.cairn.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What an interrupted import left behind, so that the same command can go on.
 *
 * @param identity of the input and of the options that decide what is sent
 * @param settled every item with a smaller number has been answered
 * @param sent no item with this number or a larger one has been sent
 * @param failed items that had failed
 */
record ImportState(String identity, long settled, long sent, long failed) {

  static final String FORMAT = "cairn-import-state/1";

  /** Largest state file that is read, in bytes. */
  private static final long MAX_BYTES = 64 * 1024;

  static ImportState begin(String identity) {
    return new ImportState(identity, 0, 0, 0);
  }

  /**
   * The state in a file, or null if there is no file.
   *
   * @throws IOException if it can't be read or is no state file
   */
  static @Nullable ImportState read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is no state file of an import");
    }
    byte[] json = Files.readAllBytes(file);
    try {
      if (!Problem.text(json, "format").equals(FORMAT)) {
        throw new IOException(file + " is no state file of an import");
      }
      return new ImportState(
          Problem.text(json, "identity"),
          number(json, "settled"),
          number(json, "sent"),
          number(json, "failed"));
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is no state file of an import", e);
    }
  }

  private static long number(byte[] json, String member) throws IOException {
    FieldPath.Part part = FieldPath.parse(member).find(json);
    if (part == null || part.kind() != JsonToken.VALUE_NUMBER_INT || part.text().length() > 18) {
      throw new IOException("the state file has no number '" + member + "'");
    }
    return Long.parseLong(part.text());
  }

  /** Puts the state in place of the file's content: all of it or nothing. */
  void write(Path file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = CliJson.FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("format", FORMAT);
      json.writeStringField("identity", identity);
      json.writeNumberField("settled", settled);
      json.writeNumberField("sent", sent);
      json.writeNumberField("failed", failed);
      json.writeEndObject();
    }
    try (FileInPlace place = new FileInPlace(file)) {
      place.stream().write(out.toByteArray());
      place.commit();
    }
  }
}
