package dev.cairn.backup;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.backup.ReplicaStore.TransactionFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lists the points that a shard's replica has, as the store lists its files: nothing is asked about
 * single files, and nothing restored. Any thread; every call asks the store and blocks. Shards have
 * the names of {@link ReplicaPlace#isShard}.
 */
public final class PointList {

  private static final int FINEST = 0;

  private final @Nullable ReplicaStore store;
  private final Function<ShardId, String> names;
  private final String reason;

  private PointList(@Nullable ReplicaStore store, Function<ShardId, String> names, String reason) {
    this.store = store;
    this.names = names;
    this.reason = reason;
  }

  /**
   * The points of the replica in a store.
   *
   * @param store stays its owner's to close
   * @param names the names of shards there
   */
  public static PointList of(ReplicaStore store, Function<ShardId, String> names) {
    return new PointList(store, names, "");
  }

  /**
   * Of a node that has no store to list.
   *
   * @param reason why, a sentence
   */
  public static PointList none(String reason) {
    return new PointList(null, ShardId::value, reason);
  }

  private ReplicaStore store() {
    ReplicaStore found = store;
    if (found == null) {
      throw new CairnException(ErrorCode.BACKUP_OFF, reason);
    }
    return found;
  }

  /**
   * A point as it is listed. That a gap before it does not keep it from being restored, only {@link
   * Points} finds out.
   *
   * @param epoch the epoch it is in
   * @param transaction its number there, from 1
   * @param millis when it was copied, in milliseconds since 1970 UTC, perhaps cut to seconds
   */
  public record Listed(EpochName epoch, long transaction, long millis) {}

  /**
   * From when to when there are points.
   *
   * @param from when the shard was woken into the oldest epoch, in milliseconds since 1970 UTC
   * @param to when the newest point was copied
   */
  public record Window(long from, long to) {}

  /**
   * What a replica has of a shard.
   *
   * @param points the newest first
   * @param window null if there is no point
   * @param copies the whole copies, the newest first
   */
  public record Overview(
      List<Listed> points, @Nullable Window window, List<CopyStore.StoredCopy> copies) {

    /** Whether there is nothing at all. */
    public boolean isEmpty() {
      return points.isEmpty() && copies.isEmpty();
    }
  }

  /**
   * The newest points, and what else there is.
   *
   * @param most how many points, from 1
   */
  public Overview newest(ShardId id, int most) throws IOException {
    ReplicaStore asked = store();
    String shard = names.apply(id);
    List<EpochName> epochs = asked.epochs(shard);
    List<Listed> points = points(asked, shard, epochs, null, most);
    Window window =
        points.isEmpty() ? null : new Window(epochs.getFirst().began(), points.getFirst().millis());
    return new Overview(points, window, new CopyStore(asked).stored(shard).reversed());
  }

  /**
   * The points before one, the newest first.
   *
   * @param most how many, from 1
   */
  public List<Listed> before(ShardId id, EpochName epoch, long transaction, int most)
      throws IOException {
    ReplicaStore asked = store();
    String shard = names.apply(id);
    List<EpochName> epochs =
        asked.epochs(shard).stream().filter(known -> known.compareTo(epoch) <= 0).toList();
    return points(asked, shard, epochs, new Listed(epoch, transaction, 0), most);
  }

  private static List<Listed> points(
      ReplicaStore asked, String shard, List<EpochName> epochs, @Nullable Listed before, int most)
      throws IOException {
    List<Listed> points = new ArrayList<>();
    for (EpochName epoch : epochs.reversed()) {
      if (points.size() == most) {
        break;
      }
      for (TransactionFile file : asked.files(new ReplicaPlace(shard, epoch), FINEST).reversed()) {
        boolean wanted =
            before == null || !before.epoch().equals(epoch) || file.last() < before.transaction();
        if (wanted && points.size() < most) {
          points.add(new Listed(epoch, file.last(), file.modified()));
        }
      }
    }
    return points;
  }
}
