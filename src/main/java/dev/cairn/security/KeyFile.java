package dev.cairn.security;

import dev.cairn.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.regex.Pattern;

/** A file that holds a key and a line end, for its owner's eyes only. Any thread. */
public final class KeyFile {

  /** Longer files hold no key; a token of another kind may be longer than a key of ours. */
  private static final int MOST_BYTES = 8192;

  /** What can stand in a header. */
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

  private KeyFile() {}

  /**
   * Writes it: under another name first, so that it appears whole, and on disk (fsync).
   *
   * @throws FileAlreadyExistsException if there is a file of that name, which is left as it is
   */
  public static void write(Path file, String key) throws IOException {
    Path place = file.toAbsolutePath();
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Path part = place.resolveSibling(place.getFileName() + ".part");
    Files.deleteIfExists(part);
    try (FileChannel channel =
        FileChannel.open(
            part,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OwnerOnly.file())) {
      ByteBuffer bytes = StandardCharsets.US_ASCII.encode(key + "\n");
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
    Path directory = place.getParent();
    if (directory != null) {
      try (FileChannel channel = FileChannel.open(directory)) {
        channel.force(true);
      }
    }
  }

  /**
   * Reads the key of a file.
   *
   * @throws IOException if it can't be read or holds none; the message does not tell what it holds
   */
  public static String read(Path file) throws IOException {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    }
    String key = new String(bytes, StandardCharsets.ISO_8859_1).strip();
    if (bytes.length > MOST_BYTES || !isToken(key)) {
      throw new IOException(file + " holds no key, which is one line");
    }
    return key;
  }

  /** Whether a header can carry it. */
  public static boolean isToken(String key) {
    return TOKEN.matcher(key).matches();
  }
}
