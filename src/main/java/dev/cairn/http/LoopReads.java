package dev.cairn.http;

import dev.cairn.ShardId;
import dev.cairn.shard.ReadTurn;
import dev.cairn.shard.Shards;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out short reads on event loops. A loop first takes in all requests that have arrived,
 * then reads for all of them in one {@link ReadTurn}, then answers them: each of the three finds
 * its code and its data in the processor's caches, where a request at a time would have them
 * fetched again. Event loops only.
 */
@Singleton
final class LoopReads {

  private final FastThreadLocal<Loop> loops;

  @Inject
  LoopReads(Shards shards, Vertx vertx) {
    this.loops =
        new FastThreadLocal<>() {
          @Override
          protected Loop initialValue() {
            ContextInternal context = ((VertxInternal) vertx).getOrCreateContext();
            return new Loop(shards.readTurn(), context.nettyEventLoop());
          }
        };
  }

  /**
   * Reads once the current event loop has taken in what has arrived.
   *
   * @param elsewhere reads where it may take long; called if the loop must not, on the loop
   * @return completed on this loop, outside the context of any request, or where {@code elsewhere}
   *     completes
   */
  <T> CompletionStage<T> read(
      ShardId id, Shards.ShardRead<T> read, Supplier<CompletionStage<T>> elsewhere) {
    return loops.get().add(new PendingRead<>(id, read, elsewhere));
  }

  /** One read of a turn. */
  private static final class PendingRead<T> {

    private final ShardId id;
    private final Shards.ShardRead<T> read;
    private final Supplier<CompletionStage<T>> elsewhere;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private @Nullable T found;
    private @Nullable RuntimeException failure;

    PendingRead(ShardId id, Shards.ShardRead<T> read, Supplier<CompletionStage<T>> elsewhere) {
      this.id = id;
      this.read = read;
      this.elsewhere = elsewhere;
    }

    void carryOut(ReadTurn turn) {
      try {
        found = turn.tryRead(id, read);
      } catch (RuntimeException refused) {
        failure = refused;
      }
    }

    void answer() {
      if (failure != null) {
        answer.completeExceptionally(failure);
      } else if (found != null) {
        answer.complete(found);
      } else {
        elsewhere.get().whenComplete(this::complete);
      }
    }

    private void complete(T read, @Nullable Throwable thrown) {
      if (thrown == null) {
        answer.complete(read);
      } else {
        answer.completeExceptionally(thrown);
      }
    }
  }

  /** One event loop. */
  private static final class Loop implements Runnable {

    private final ReadTurn turn;
    private final Executor eventLoop;
    private List<PendingRead<?>> pending = new ArrayList<>();

    Loop(ReadTurn turn, Executor eventLoop) {
      this.turn = turn;
      this.eventLoop = eventLoop;
    }

    <T> CompletionStage<T> add(PendingRead<T> read) {
      if (pending.isEmpty()) {
        // A task runs after everything that the loop has read from its sockets by now.
        eventLoop.execute(this);
      }
      pending.add(read);
      return read.answer;
    }

    @Override
    public void run() {
      List<PendingRead<?>> all = pending;
      // An answer may let the next request of its connection in, which belongs to the next turn.
      pending = new ArrayList<>();
      for (PendingRead<?> each : all) {
        each.carryOut(turn);
      }
      turn.end();
      for (PendingRead<?> each : all) {
        each.answer();
      }
    }
  }
}
