package dev.cairn.storage;

import dev.cairn.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of an entry for an operation on it to be carried out. All parts must hold.
 *
 * @param versions the entry exists with one of these versions; empty for no such demand
 * @param exists the entry exists
 * @param absent the entry does not exist
 * @param notVersions the entry, if it exists, has none of these versions
 */
public record Precondition(
    List<Long> versions, boolean exists, boolean absent, List<Long> notVersions) {

  /** Always holds. */
  public static final Precondition NONE = new Precondition(List.of(), false, false, List.of());

  /** The entry does not exist. */
  public static final Precondition ABSENT = new Precondition(List.of(), false, true, List.of());

  /** The entry exists. */
  public static final Precondition EXISTS = new Precondition(List.of(), true, false, List.of());

  /** The entry exists with this version. */
  public static Precondition version(long version) {
    return new Precondition(List.of(version), false, false, List.of());
  }

  /** Whether nothing is demanded. */
  public boolean isNone() {
    return versions.isEmpty() && !exists && !absent && notVersions.isEmpty();
  }

  /** Whether it holds for the entry, or for its absence. */
  public boolean holdsFor(@Nullable Entry entry) {
    if (entry == null) {
      return versions.isEmpty() && !exists;
    }
    return !absent
        && (versions.isEmpty() || versions.contains(entry.version()))
        && !notVersions.contains(entry.version());
  }
}
