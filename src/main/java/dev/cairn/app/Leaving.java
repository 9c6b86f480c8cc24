package dev.cairn.app;

import dev.cairn.health.Serving;
import dev.cairn.http.Departure;
import dev.cairn.transaction.Transactions;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * The first half of a stop, while the ports are open: readiness goes off, a pause lets load
 * balancers notice, further requests are refused, open transactions are rolled back, what is under
 * way is answered. The second half is {@link Lifecycle}'s. One thread.
 */
@Singleton
final class Leaving {

  private static final Logger LOG = Logger.getLogger(Leaving.class);

  private final Duration pause;
  private final Duration drain;
  private final Serving serving;
  private final Departure departure;
  private final Transactions transactions;

  /**
   * A stop with these settings.
   *
   * @throws IllegalArgumentException if one is negative; the message names it
   */
  Leaving(CairnConfig config, Serving serving, Departure departure, Transactions transactions) {
    this.pause = checked("cairn.stop.pause", config.stop().pause());
    this.drain = checked("cairn.stop.drain", config.stop().drain());
    this.serving = serving;
    this.departure = departure;
    this.transactions = transactions;
  }

  private static Duration checked(String key, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(key + " is " + value + "; it must not be negative");
    }
    return value;
  }

  /**
   * Called by the framework while it still listens, at a signal and at a failed start alike.
   * Returns when nothing is under way any more, or the time for that is over.
   */
  void leave(@Observes ShutdownDelayInitiatedEvent event) {
    serving.stop();
    LOG.info("The service stops");
    try {
      Thread.sleep(pause);
      departure.begin();
      // No request can end them any more, and writes that are under way may wait for them.
      transactions.close();
      long left = departure.await(drain);
      if (left > 0) {
        LOG.warnf("%d requests are still under way after %s; they get no answer", left, drain);
      }
    } catch (InterruptedException e) {
      departure.begin();
      Thread.currentThread().interrupt();
    }
  }
}
