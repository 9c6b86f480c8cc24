package dev.cairn.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether an import that goes on is the one that was interrupted. */
final class InputIdentity {

  /** How much of the input is hashed: its first MiB. */
  static final int HEAD_BYTES = 1024 * 1024;

  private InputIdentity() {}

  /** A hash of the file's size, time and beginning, and of the options. */
  static String of(Path file, String options) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String facts = Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis();
      digest.update((facts + "\n" + options + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(in.readNBytes(HEAD_BYTES));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
