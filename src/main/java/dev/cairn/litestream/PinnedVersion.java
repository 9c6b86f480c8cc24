package dev.cairn.litestream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The version of Litestream that this room was written for, from the file that the installer reads.
 */
final class PinnedVersion {

  private PinnedVersion() {}

  /** The version number, such as {@code 0.5.18}. */
  static String number() {
    try (InputStream resource = PinnedVersion.class.getResourceAsStream("version")) {
      if (resource == null) {
        throw new IllegalStateException("litestream/version is missing from this build");
      }
      return new String(resource.readAllBytes(), UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
