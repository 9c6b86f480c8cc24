package dev.cairn.backup;

import dev.cairn.shard.ClosingCause;
import dev.cairn.shard.FollowedShard;
import dev.cairn.shard.ShardFollower;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * Notes that an open shard is about to change, before the first write after a copy or after its
 * opening; and tells another follower everything. Threads as of {@link ShardFollower}.
 */
final class CopyFollower implements ShardFollower {

  private final FollowedShard shard;
  private final String name;
  private final CopyNotes notes;
  private final Clock clock;
  private final ShardFollower next;
  private final Consumer<CopyFollower> onClosing;

  /**
   * Whether a change was noted since the last copy was begun. Changes on the writer's turn: then
   * every write is in the copy that is about to be made, or is noted.
   */
  private volatile boolean noted;

  /**
   * @param name of its file
   * @param next hears everything too
   * @param onClosing told that it is about to be closed
   */
  CopyFollower(
      FollowedShard shard,
      String name,
      CopyNotes notes,
      Clock clock,
      ShardFollower next,
      Consumer<CopyFollower> onClosing) {
    this.shard = shard;
    this.name = name;
    this.notes = notes;
    this.clock = clock;
    this.next = next;
    this.onClosing = onClosing;
  }

  FollowedShard shard() {
    return shard;
  }

  /** From now on every write is noted again; on the writer's turn. See {@link CopyNotes#begin}. */
  CopyNotes.Change beginCopy() {
    noted = false;
    return notes.begin(name, shard.id(), clock.millis());
  }

  @Override
  public boolean isPrepared() {
    return noted && next.isPrepared();
  }

  @Override
  public void prepare() {
    if (!noted) {
      notes.change(name, shard.id(), clock.millis());
      noted = true;
    }
    if (!next.isPrepared()) {
      next.prepare();
    }
  }

  @Override
  public void committed(long revision) {
    next.committed(revision);
  }

  @Override
  public void closing(ClosingCause cause) {
    onClosing.accept(this);
    next.closing(cause);
  }
}
