package dev.cairn.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The server's answer to an import request.
 *
 * @param errors those that it lists, by line of the request from 1
 * @param moreErrors true if it lists only some
 */
record ImportAnswer(
    long created,
    long replaced,
    long skipped,
    long failed,
    List<LineError> errors,
    boolean moreErrors) {

  /** Why a line of the request was refused. */
  record LineError(int line, String code, String detail) {}

  /** Reads an answer; members it does not know are passed over. */
  static ImportAnswer parse(byte[] json) throws IOException {
    long created = 0;
    long replaced = 0;
    long skipped = 0;
    long failed = 0;
    boolean more = false;
    List<LineError> errors = List.of();
    try (JsonParser parser = CliJson.FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the answer is no object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "created" -> created = parser.getLongValue();
          case "replaced" -> replaced = parser.getLongValue();
          case "skipped" -> skipped = parser.getLongValue();
          case "failed" -> failed = parser.getLongValue();
          case "moreErrors" -> more = parser.getBooleanValue();
          case "errors" -> errors = errors(parser);
          default -> parser.skipChildren();
        }
      }
    }
    return new ImportAnswer(created, replaced, skipped, failed, errors, more);
  }

  private static List<LineError> errors(JsonParser parser) throws IOException {
    List<LineError> errors = new ArrayList<>();
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      int line = 0;
      String code = "";
      String detail = "";
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "line" -> line = parser.getIntValue();
          case "code" -> code = parser.getText();
          case "detail" -> detail = parser.getText();
          default -> parser.skipChildren();
        }
      }
      errors.add(new LineError(line, code, detail));
    }
    return errors;
  }
}
