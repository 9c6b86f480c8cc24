package dev.cairn.backup;

import dev.cairn.OwnerOnly;
import dev.cairn.ShardId;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.catalogue.ShardRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has every shard that there is copied once to a replica that is new to this node, a few at a time,
 * in the order of their ids. Shards that come later are copied when they are written to. One
 * thread.
 *
 * <p>How far it has come is in a file: a digest of the replica's URL, and the id of the last shard
 * that was begun, or nothing after it once all were. After a crash some are copied a second time.
 */
final class FirstCopies {

  /** Most shards that are begun in a round. */
  static final int AT_ONCE = 10;

  private static final System.Logger LOG = System.getLogger(FirstCopies.class.getName());

  private final Path file;
  private final String replica;
  private final Catalogue catalogue;
  private @Nullable ShardId last;
  private boolean done;

  /**
   * @param file where it is remembered how far it has come
   * @param url of the replica
   */
  FirstCopies(Path file, String url, Catalogue catalogue) throws IOException {
    this.file = file;
    this.replica = digest(url);
    this.catalogue = catalogue;
    try {
      List<String> lines = Files.readAllLines(file);
      if (!lines.isEmpty() && lines.getFirst().equals(replica)) {
        done = lines.size() == 1;
        last = done ? null : new ShardId(lines.get(1));
      }
    } catch (NoSuchFileException e) {
      LOG.log(System.Logger.Level.DEBUG, "Nothing was ever copied to this replica.");
    }
  }

  /** A name for a replica that gives nothing of its URL away, in hexadecimal digits. */
  static String digest(String url) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(url.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }

  /** Whether every shard was begun. */
  boolean areBegun() {
    return done;
  }

  /**
   * Begins the next ones.
   *
   * @param begin has a shard copied
   */
  void round(Consumer<ShardId> begin) {
    List<ShardRecord> next = catalogue.list("", last, AT_ONCE);
    for (ShardRecord shard : next) {
      begin.accept(shard.id());
      last = shard.id();
    }
    done = next.isEmpty();
    try {
      OwnerOnly.write(file, done ? replica + "\n" : replica + "\n" + last + "\n");
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "How many shards were copied can't be noted.", e);
    }
  }
}
