package dev.cairn.http;

import dev.cairn.quota.ReadTurns;
import dev.cairn.quota.Slots;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What a read or a stream has taken of its quotas and of its shard's readers. Any thread. */
final class Place implements AutoCloseable {

  private final List<Slots> slots;
  private final ReadTurns.@Nullable Turn turn;
  private final AtomicBoolean closed = new AtomicBoolean();

  Place(List<Slots> slots, ReadTurns.@Nullable Turn turn) {
    this.slots = slots;
    this.turn = turn;
  }

  /** Leaves the line; false if it stands in none any more. */
  boolean leave() {
    return turn != null && turn.leave();
  }

  /** Gives all of it back. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      slots.forEach(Slots::free);
      if (turn != null) {
        turn.end();
      }
    }
  }
}
