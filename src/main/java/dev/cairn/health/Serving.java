package dev.cairn.health;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the node is in its life, for the checks: it starts, serves, stops, in this order and never
 * back. Any thread.
 */
public final class Serving {

  private final Clock clock;

  /** Written once, by the thread that starts the service; null until then. */
  private volatile @Nullable Instant since;

  /** Written once, by the thread that stops it. */
  private volatile boolean stopping;

  /** A node that starts. */
  public Serving(Clock clock) {
    this.clock = clock;
  }

  /** The catalogue has its present form, what was missing is restored: requests may come. */
  public void begin() {
    since = clock.instant();
  }

  /** From now on the node is not ready: no further requests should be sent to it. */
  public void stop() {
    stopping = true;
  }

  /** When the start came to an end; null if it has not. */
  @Nullable Instant since() {
    return since;
  }

  /** One word for the phase. */
  String phase() {
    return stopping ? "stopping" : since == null ? "starting" : "serving";
  }
}
