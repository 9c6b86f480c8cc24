package dev.cairn.shard;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.catalogue.ShardRecord;
import dev.cairn.shard.ShardState.Closed;
import dev.cairn.shard.ShardState.Draining;
import dev.cairn.shard.ShardState.Opening;
import dev.cairn.shard.ShardState.Quarantined;
import dev.cairn.shard.ShardState.Serving;
import dev.cairn.storage.NewShard;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageDriver;
import dev.cairn.storage.StorageFault;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Opens and makes shards, one task for each shard at a time, shared by all who want it. Any thread.
 *
 * <p>A task takes a place, looks the shard up in the catalogue, has the driver open or make it, and
 * changes its state. Shards that come out of quarantine are checked as a whole, on threads of their
 * own, so that long checks hold up nobody.
 */
final class ShardOpener {

  private static final System.Logger LOG = System.getLogger(ShardOpener.class.getName());

  private final StorageDriver driver;
  private final Catalogue catalogue;
  private final Histories histories;
  private final ShardQuotas quotas;
  private final ShardOutfitter outfitter;
  private final ShardStates states;
  private final Places places;
  private final ShardCloser closer;
  private final ShardSettings settings;
  private final Clock clock;
  private final Ticker ticker;
  private final Executor openers;
  private final Executor checkers;

  ShardOpener(
      StorageDriver driver,
      Catalogue catalogue,
      Histories histories,
      ShardQuotas quotas,
      ShardOutfitter outfitter,
      ShardStates states,
      Places places,
      ShardCloser closer,
      ShardSettings settings,
      Clock clock,
      Ticker ticker,
      Executor openers,
      Executor checkers) {
    this.driver = driver;
    this.catalogue = catalogue;
    this.histories = histories;
    this.quotas = quotas;
    this.outfitter = outfitter;
    this.states = states;
    this.places = places;
    this.closer = closer;
    this.settings = settings;
    this.clock = clock;
    this.ticker = ticker;
    this.openers = openers;
    this.checkers = checkers;
  }

  /**
   * Has the shard opened, or made if it does not exist and {@code making} asks for it. Never waits.
   * A shard that another request's task is opening may turn out not to exist although {@code
   * making} is given; ask again then.
   *
   * @return completed with the shard, which may be closed again before it is lent, or with a {@link
   *     CairnException}
   */
  CompletableFuture<OpenShard> open(ShardId id, @Nullable Making making) {
    while (true) {
      ShardState state = states.of(id);
      switch (state) {
        case Serving(OpenShard shard) -> {
          return CompletableFuture.completedFuture(shard);
        }
        case Opening(var done) -> {
          return done;
        }
        case Draining draining -> {
          return draining.cause() == ClosingCause.EVICTION
              ? draining.done().thenCompose(_ -> open(id, making))
              : CompletableFuture.failedFuture(busy(draining));
        }
        case Quarantined quarantined -> {
          if (ticker.nanos() - quarantined.retryAt() < 0) {
            return CompletableFuture.failedFuture(quarantined.refusal());
          }
        }
        case Closed _ -> {}
      }
      Opening opening = new Opening(new CompletableFuture<>());
      if (states.change(id, state, opening)) {
        // Looked at after the change, so that the end either sees the opening or stops it.
        if (states.ending()) {
          fail(id, state, opening, ShardLender.shuttingDown());
        } else {
          start(id, state, opening, making);
        }
        return opening.done();
      }
    }
  }

  private static CairnException busy(Draining draining) {
    return new CairnException(
        draining.cause() == ClosingCause.SHUTDOWN ? ErrorCode.SHUTTING_DOWN : ErrorCode.SHARD_BUSY,
        "The shard is being closed; send it again a little later.");
  }

  private void start(ShardId id, ShardState before, Opening opening, @Nullable Making making) {
    long waitUntil = ticker.nanos() + settings.lendWait().toNanos();
    Executor threads = before instanceof Quarantined ? checkers : openers;
    try {
      threads.execute(() -> run(id, before, opening, making, waitUntil));
    } catch (RejectedExecutionException e) {
      fail(id, before, opening, ShardLender.shuttingDown());
    } catch (RuntimeException | Error e) {
      // Most likely the process may have no further thread; nobody must wait for this one.
      fail(id, before, opening, e);
    }
  }

  /**
   * @param waitUntil until when a place may be waited for; the time in the openers' queue counts
   */
  private void run(
      ShardId id, ShardState before, Opening opening, @Nullable Making making, long waitUntil) {
    boolean placed = false;
    try {
      placed = places.take(closer::evictOne, Duration.ofNanos(waitUntil - ticker.nanos()));
      if (!placed) {
        throw new CairnException(
            ErrorCode.TOO_MANY_OPEN_SHARDS,
            "All " + settings.openCap() + " places for open shards are in use; send it again.");
      }
      OpenShard shard = outfit(id, openStore(id, before instanceof Quarantined, making));
      states.change(id, opening, new Serving(shard));
      if (making != null && making.made()) {
        outfitter.made(id);
      }
      opening.done().complete(shard);
      // A request that came upon a full house may have it as soon as it is idle.
      places.nudge();
    } catch (RuntimeException | Error e) {
      if (placed) {
        places.release();
      }
      fail(id, before, opening, e);
    }
  }

  private OpenShard outfit(ShardId id, ShardStore store) {
    try {
      histories.reached(id, store.revision());
      store.setQuotas(quotas.of(id));
      return outfitter.outfit(id, store);
    } catch (RuntimeException | Error e) {
      closeAfter(e, store);
      throw e;
    }
  }

  private static void closeAfter(Throwable failure, ShardStore store) {
    try {
      store.close();
    } catch (RuntimeException again) {
      failure.addSuppressed(again);
    }
  }

  private ShardStore openStore(ShardId id, boolean thorough, @Nullable Making making) {
    ShardRecord record = catalogue.find(id);
    if (record != null) {
      return driver.open(id, record.durability(), thorough);
    }
    if (making == null) {
      throw missing(id);
    }
    ShardStore store = make(id, making);
    making.setMade();
    return store;
  }

  static CairnException missing(ShardId id) {
    return new CairnException(ErrorCode.SHARD_NOT_FOUND, "There is no shard " + id + ".");
  }

  /** The file first, then the catalogue: a crash between leaves a file, which a start adopts. */
  private ShardStore make(ShardId id, Making making) {
    if (catalogue.isRemoved(id)) {
      // What an unfinished deletion may have left is rubbish, and would be in the way.
      driver.delete(id);
    }
    long now = clock.millis();
    ShardStore store =
        driver.create(id, new NewShard(making.durability(), now, histories.base(id)));
    try {
      catalogue.put(new ShardRecord(id, making.durability(), now, making.quotas()));
      quotas.set(id, making.quotas());
      return store;
    } catch (RuntimeException | Error e) {
      closeAfter(e, store);
      try {
        driver.delete(id);
      } catch (RuntimeException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private void fail(ShardId id, ShardState before, Opening opening, Throwable cause) {
    CairnException reason;
    ShardState next = before;
    switch (cause) {
      case StorageFault fault when fault.damaged() -> {
        Quarantined quarantined = closer.quarantined(fault);
        LOG.log(System.Logger.Level.ERROR, "Shard " + id + " is quarantined.", fault);
        next = quarantined;
        reason = quarantined.refusal();
      }
      case CairnException refusal -> {
        reason = refusal;
        if (reason.code() == ErrorCode.SHARD_NOT_FOUND) {
          next = ShardState.CLOSED;
        }
      }
      default -> {
        LOG.log(System.Logger.Level.ERROR, "Shard " + id + " could not be opened.", cause);
        reason = new CairnException(ErrorCode.INTERNAL, "The shard could not be opened.", cause);
      }
    }
    states.change(id, opening, next);
    opening.done().completeExceptionally(reason);
  }
}
