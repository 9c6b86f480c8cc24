package dev.cairn.http;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the bodies of imports, for the API description alone: bodies are read and written
 * as streams, and no instance of these is ever made.
 */
final class TransferShapes {

  private TransferShapes() {}

  @Schema(name = "ImportReport", description = "What an import did.")
  record ImportResult(
      @Schema(required = true, description = "Lines that were read.", minimum = "0") long lines,
      @Schema(required = true, description = "Entries made.", minimum = "0") long created,
      @Schema(required = true, description = "Entries replaced.", minimum = "0") long replaced,
      @Schema(required = true, description = "Lines skipped, their entries exist.", minimum = "0")
          long skipped,
      @Schema(required = true, description = "Lines not applied.", minimum = "0") long failed,
      @Schema(required = true, description = "Why, for the first hundred of them.")
          List<LineFault> errors,
      @Schema(description = "`true` if there are more errors than are told.")
          @Nullable Boolean moreErrors) {}

  @Schema(name = "LineError", description = "Why a line was not applied.")
  record LineFault(
      @Schema(required = true, description = "Its number in this body, from 1.", minimum = "1")
          long line,
      @Schema(required = true, description = "The code of the refusal.") String code,
      @Schema(required = true, description = "The refusal in words.") String detail) {}
}
