package dev.cairn.shard;

import dev.cairn.ShardId;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageFault;
import dev.cairn.write.ShardWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An open shard and how many requests have it on loan. Any thread, without locks.
 *
 * <p>While it is on loan it stays open: who wants to close it moves it to {@link
 * ShardState.Draining}, stops the lending, and waits for the last loan to end.
 */
final class OpenShard implements FollowedShard {

  /** Added to the count of loans once nothing is lent any more. */
  private static final int DRAINING = 1 << 30;

  private final ShardId id;
  private final ShardStore store;
  private final ShardWriter writer;
  private final AtomicInteger loans = new AtomicInteger();

  /** Replaced each time lending is stopped, before it is. */
  private volatile CompletableFuture<Void> returned = new CompletableFuture<>();

  private final ReadPace pace = new ReadPace();

  private final LongLoans longLoans = new LongLoans();

  private ShardFollower follower = ShardFollower.NONE;

  /** When it was last lent; only compared with others, so late news do no harm. */
  private volatile long lastUsed;

  /** The first fault after which the store can't be trusted; it stays until the store is closed. */
  private final AtomicReference<@Nullable StorageFault> fault = new AtomicReference<>();

  /**
   * @param writer makes its writer
   */
  OpenShard(ShardId id, ShardStore store, Function<OpenShard, ShardWriter> writer, long now) {
    this.id = id;
    this.store = store;
    this.lastUsed = now;
    this.writer = writer.apply(this);
  }

  @Override
  public ShardId id() {
    return id;
  }

  @Override
  public ShardStore store() {
    return store;
  }

  ShardWriter writer() {
    return writer;
  }

  @Override
  public int queued() {
    return writer.queued();
  }

  @Override
  public void exclusively(Runnable step) {
    writer.exclusively(step);
  }

  /** Who is told of it. */
  ShardFollower follower() {
    return follower;
  }

  /** Names who is told of it; once, before anyone else has the shard. */
  void setFollower(ShardFollower follower) {
    this.follower = follower;
  }

  /** In the ticker's nanoseconds. */
  long lastUsed() {
    return lastUsed;
  }

  /** Notes that the store can't be trusted any more. */
  void note(StorageFault found) {
    fault.compareAndSet(null, found);
  }

  /** Why the store can't be trusted, or null if it can. */
  @Nullable StorageFault fault() {
    return fault.get();
  }

  /** How long its recent reads took. */
  ReadPace pace() {
    return pace;
  }

  /** Takes a loan, unless lending has stopped. */
  boolean lend(long now) {
    if (hold()) {
      lastUsed = now;
      return true;
    }
    return false;
  }

  /** Takes a loan that does not count as a use of the shard, unless lending has stopped. */
  boolean hold() {
    int before = loans.get();
    while (before < DRAINING) {
      if (loans.compareAndSet(before, before + 1)) {
        return true;
      }
      before = loans.get();
    }
    return false;
  }

  /**
   * Ends a loan.
   *
   * @return whether it was the last one
   */
  boolean giveBack() {
    int left = loans.decrementAndGet();
    if (left == DRAINING) {
      // This thread may have been held up, the draining been given up and another begun: the future
      // that is completed must be read before it is seen that nothing is on loan.
      CompletableFuture<Void> last = returned;
      if (loans.get() == DRAINING) {
        last.complete(null);
      }
    }
    return left == 0;
  }

  int loans() {
    return loans.get() & ~DRAINING;
  }

  boolean isIdle() {
    return loans.get() == 0;
  }

  /** Stops the lending if nothing is on loan; only who has moved the shard to draining. */
  boolean stopLendingIfIdle() {
    return loans.compareAndSet(0, DRAINING);
  }

  /** Loans that would hold up a closing for long, and are told of it. */
  LongLoans longLoans() {
    return longLoans;
  }

  /**
   * Stops the lending, and tells the long loans. Only who has moved the shard to {@link
   * ShardState.Draining} calls it.
   *
   * @return completed when the last loan has ended
   */
  CompletableFuture<Void> stopLending(ClosingCause cause) {
    CompletableFuture<Void> last = new CompletableFuture<>();
    returned = last;
    if ((loans.getAndUpdate(count -> count | DRAINING) & ~DRAINING) == 0) {
      last.complete(null);
    } else {
      longLoans.end(cause);
    }
    return last;
  }

  /** Lends again after all; before the shard's state says that it serves. */
  void lendAgain() {
    longLoans.goOn();
    loans.getAndUpdate(count -> count & ~DRAINING);
  }
}
