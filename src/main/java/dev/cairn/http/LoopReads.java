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
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Gives each event loop its {@link ReadTurn}, and ends the turn once the loop has handled all that
 * had arrived. Event loops only.
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

  /** As {@link ReadTurn#tryRead}, in the current turn of the current event loop. */
  <T> @Nullable T tryRead(ShardId id, Shards.ShardRead<T> read) {
    return loops.get().tryRead(id, read);
  }

  /** One event loop. */
  private static final class Loop implements Runnable {

    private final ReadTurn turn;
    private final Executor eventLoop;
    private boolean endIsDue;

    Loop(ReadTurn turn, Executor eventLoop) {
      this.turn = turn;
      this.eventLoop = eventLoop;
    }

    <T> @Nullable T tryRead(ShardId id, Shards.ShardRead<T> read) {
      if (!endIsDue) {
        // A task runs after everything that the loop has read from its sockets by now.
        eventLoop.execute(this);
        endIsDue = true;
      }
      return turn.tryRead(id, read);
    }

    @Override
    public void run() {
      endIsDue = false;
      turn.end();
    }
  }
}
