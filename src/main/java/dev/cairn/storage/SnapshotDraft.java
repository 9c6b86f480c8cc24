package dev.cairn.storage;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a snapshot before it is made; see {@link Snapshot}.
 *
 * @param id one that {@link #isId} knows, and that no snapshot of the shard has
 */
public record SnapshotDraft(
    String id, @Nullable String name, @Nullable String comment, long created) {

  private static final Pattern ID = Pattern.compile("[0-9]{13}-[0-9a-f]{8}");

  /**
   * Checks the id.
   *
   * @throws IllegalArgumentException if it is none
   */
  public SnapshotDraft {
    if (!isId(id)) {
      throw new IllegalArgumentException("Not an id of a snapshot: " + id);
    }
  }

  /** Whether a snapshot can have that id: none can be a way out of a directory. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** The snapshot that became of it. */
  public Snapshot made(long revision, long bytes) {
    return new Snapshot(id, name, comment, created, revision, bytes);
  }
}
