package dev.cairn.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.json.JsonView;
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
 * @param failed how many of the items below {@code settled} had failed
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
   * @throws BadInput if it is no state file
   */
  static @Nullable ImportState read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    if (Files.size(file) > MAX_BYTES) {
      throw noState(file, "it is too large");
    }
    JsonView json;
    try {
      json = CliJson.view(Files.readAllBytes(file));
    } catch (IOException e) {
      throw noState(file, e.getMessage());
    }
    ImportState state =
        new ImportState(
            CliJson.string(json, "identity"),
            CliJson.whole(json, "settled"),
            CliJson.whole(json, "sent"),
            CliJson.whole(json, "failed"));
    boolean sound = state.settled >= 0 && state.sent >= state.settled && state.failed >= 0;
    if (!CliJson.string(json, "format").equals(FORMAT) || !sound) {
      throw noState(file, "it lacks what a state file says");
    }
    return state;
  }

  private static BadInput noState(Path file, @Nullable String why) {
    return new BadInput(
        file + " is no state file of an import (" + why + "); --no-resume begins anew");
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
