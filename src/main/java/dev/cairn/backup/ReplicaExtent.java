package dev.cairn.backup;

import dev.cairn.backup.ReplicaStore.StoredObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much of a shard lies in the replica, as it was when somebody looked last.
 *
 * @param bytes all objects together
 * @param objects how many there are
 * @param epochs how many epochs something lies in
 * @param from when the oldest of them was written, in milliseconds since 1970 UTC; 0 if there are
 *     none
 * @param to when the newest of them was written, likewise
 * @param seen when that was looked at, in milliseconds since 1970 UTC
 */
public record ReplicaExtent(long bytes, long objects, int epochs, long from, long to, long seen) {

  /**
   * Of the objects below {@link ReplicaPlace#directory}.
   *
   * @param seen when they were listed
   */
  static ReplicaExtent of(String shard, List<StoredObject> objects, long seen) {
    int before = ReplicaPlace.directory(shard).length() + 1;
    Set<EpochName> epochs = new HashSet<>();
    long bytes = 0;
    long count = 0;
    long from = Long.MAX_VALUE;
    long to = 0;
    for (StoredObject object : objects) {
      EpochName epoch = epoch(object.path().substring(before));
      if (epoch != null) {
        epochs.add(epoch);
        bytes += object.bytes();
        count++;
        from = Math.min(from, object.modified());
        to = Math.max(to, object.modified());
      }
    }
    return new ReplicaExtent(bytes, count, epochs.size(), count == 0 ? 0 : from, to, seen);
  }

  private static @Nullable EpochName epoch(String below) {
    int end = below.indexOf('/');
    return end < 0 ? null : EpochName.parse(below.substring(0, end));
  }
}
