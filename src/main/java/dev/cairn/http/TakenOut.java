package dev.cairn.http;

import dev.cairn.storage.ShardImage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A copy of a shard that is sent, and what its request holds meanwhile. Any thread. */
final class TakenOut implements AutoCloseable {

  private final Place place;
  private final Runnable giveBack;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Set before the request is answered, by the thread that makes the answer. */
  private volatile @Nullable ShardImage image;

  /**
   * @param giveBack run once, when it is closed
   */
  TakenOut(Place place, Runnable giveBack) {
    this.place = place;
    this.giveBack = giveBack;
  }

  /** Has the copy closed with this. */
  ShardImage keep(ShardImage copy) {
    image = copy;
    return copy;
  }

  /** Deletes the copy and gives everything back. Idempotent; may block. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try (place) {
        giveBack.run();
        ShardImage copy = image;
        if (copy != null) {
          copy.close();
        }
      }
    }
  }
}
