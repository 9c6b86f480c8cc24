package dev.cairn.cli;

import dev.cairn.backup.CopyName;
import dev.cairn.backup.CopyStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The whole copies, which need no Litestream: one by its name, or the newest of each shard. */
final class CopySource implements RestoreSource {

  /** What asks for the newest. */
  static final String LATEST = "latest";

  private final CopyStore copies;
  private final @Nullable CopyName wanted;

  /**
   * @param wanted the name of a copy, or {@link #LATEST}
   * @throws IllegalArgumentException if it is neither
   */
  CopySource(CopyStore copies, String wanted) {
    this.copies = copies;
    this.wanted = wanted.equals(LATEST) ? null : name(wanted);
  }

  private static CopyName name(String text) {
    String plain =
        text.endsWith(CopyStore.SUFFIX)
            ? text.substring(0, text.length() - CopyStore.SUFFIX.length())
            : text;
    CopyName name = CopyName.parse(plain);
    if (name == null) {
      throw new IllegalArgumentException(
          "--copy: '" + text + "' is neither latest nor a name like " + new CopyName(0, 12));
    }
    return name;
  }

  @Override
  public Set<String> names() throws IOException {
    return copies.shards();
  }

  @Override
  public Instant restore(String shard, Path file) throws IOException {
    CopyName copy = wanted == null ? latest(shard) : wanted;
    copies.fetch(shard, copy, file);
    return Instant.ofEpochMilli(copy.millis());
  }

  private CopyName latest(String shard) throws IOException {
    List<CopyName> all = copies.list(shard);
    if (all.isEmpty()) {
      throw new IOException("There is no copy of shard " + shard + ".");
    }
    return all.getLast();
  }
}
