package dev.cairn.index;

import dev.cairn.CairnException;
import dev.cairn.Namespace;
import dev.cairn.Outcome;
import dev.cairn.ShardId;
import dev.cairn.shard.Shards;
import dev.cairn.storage.DeclaredIndex;
import dev.cairn.storage.Operation;
import dev.cairn.storage.OperationResult;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Has indexes that are building take in their entries. Nobody waits on a thread: the end of one
 * step hands in the next. Any thread.
 */
public final class IndexBuilds {

  /** Most builds that are driven at a time; further ones go on when they are next asked for. */
  static final int MOST = 256;

  /** How long a step that was refused for the moment waits before it is tried again, in ms. */
  private static final long RETRY_MILLIS = 200;

  private final Shards shards;
  private final ConcurrentMap<Build, CompletableFuture<DeclaredIndex>> builds =
      new ConcurrentHashMap<>();

  /** Builds by writing to these shards. */
  public IndexBuilds(Shards shards) {
    this.shards = shards;
  }

  private record Build(ShardId shard, Namespace namespace, String name) {}

  /**
   * Has the index go on if nobody else does.
   *
   * @return completed with how it stands when it is no longer building; exceptionally if it can't
   *     go on now, with {@link CairnException} among others
   */
  public CompletableFuture<DeclaredIndex> build(ShardId shard, Namespace namespace, String name) {
    Build build = new Build(shard, namespace, name);
    CompletableFuture<DeclaredIndex> end = new CompletableFuture<>();
    CompletableFuture<DeclaredIndex> under = builds.putIfAbsent(build, end);
    if (under != null) {
      return under.copy();
    }
    var _ = end.whenComplete((_, _) -> builds.remove(build, end));
    if (builds.size() <= MOST) {
      step(build, end);
    } else {
      end.cancel(false);
    }
    return end.copy();
  }

  private void step(Build build, CompletableFuture<DeclaredIndex> end) {
    Operation fill = new Operation.FillIndex(build.namespace(), build.name());
    write(
        build.shard(),
        fill,
        result -> {
          if (result instanceof OperationResult.Indexed(DeclaredIndex index, var _, var _)
              && index.state() != DeclaredIndex.State.BUILDING) {
            end.complete(index);
          } else {
            step(build, end);
          }
        },
        reason -> {
          if (reason.code().isPassing()) {
            later().execute(() -> step(build, end));
          } else {
            end.completeExceptionally(reason);
          }
        });
  }

  /**
   * Clears away what dropped indexes of the shard held, as long as there is something.
   *
   * @param namespace one that exists
   */
  public void sweep(ShardId shard, Namespace namespace) {
    write(
        shard,
        new Operation.SweepIndexes(namespace),
        result -> {
          if (result instanceof OperationResult.Removed(boolean some) && some) {
            sweep(shard, namespace);
          }
        },
        reason -> {
          if (reason.code().isPassing()) {
            later().execute(() -> sweep(shard, namespace));
          }
        });
  }

  private static Executor later() {
    return CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void write(
      ShardId shard,
      Operation operation,
      Consumer<OperationResult> done,
      Consumer<CairnException> failed) {
    var _ =
        shards
            .write(shard, new WriteUnit.Single(operation))
            .thenAccept(
                outcome -> {
                  switch (outcome) {
                    case Outcome.Committed<UnitResult>(UnitResult result) ->
                        done.accept(result.results().getFirst());
                    case Outcome.Refused<UnitResult>(CairnException reason) ->
                        failed.accept(reason);
                    case Outcome.Unknown<UnitResult>(CairnException reason) ->
                        failed.accept(reason);
                  }
                });
  }
}
