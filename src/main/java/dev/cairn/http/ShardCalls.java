package dev.cairn.http;

import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.json.JsonCheck;
import dev.cairn.shard.Shards;
import dev.cairn.snapshot.Snapshots;
import dev.cairn.storage.Operation;
import dev.cairn.storage.OperationResult;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How resources on an event loop call shards: on the loop where that needs no waiting, else on a
 * worker; and how they read and check bodies. Event loops only; nothing here blocks them.
 */
@Singleton
final class ShardCalls {

  /** Bodies up to this size are checked on the event loop: well under a millisecond of work. */
  static final int CHECKED_ON_LOOP_BYTES = 64 * 1024;

  private final Shards shards;
  private final Snapshots snapshots;
  private final LoopReads loops;
  private final Limits limits;
  private final Vertx vertx;

  @Inject
  ShardCalls(Shards shards, Snapshots snapshots, LoopReads loops, Limits limits, Vertx vertx) {
    this.shards = shards;
    this.snapshots = snapshots;
    this.loops = loops;
    this.limits = limits;
    this.vertx = vertx;
  }

  /** Reads, on the event loop if the shard is open and a reader is free, else on a worker. */
  <T> CompletionStage<T> read(ShardId shard, Shards.ShardRead<T> read) {
    return loops.read(shard, read, () -> onWorker(() -> shards.readBriefly(shard, read)));
  }

  /** As the other; from a snapshot of the shard, always on a worker, if one is named. */
  <T> CompletionStage<T> read(ShardId shard, @Nullable String snapshot, Shards.ShardRead<T> read) {
    return snapshot == null
        ? read(shard, read)
        : onWorker(() -> snapshots.read(shard, snapshot, read));
  }

  /** Carries out one operation as a write unit and tells what it did. */
  CompletionStage<Written> write(ShardId shard, Operation operation) {
    return shards
        .write(shard, new WriteUnit.Single(operation))
        .thenApply(outcome -> written(Outcomes.committed(outcome)));
  }

  /**
   * Carries out one operation as a write unit.
   *
   * @param once if the request is to be carried out once, else null
   * @param answering makes the answer of what it did
   */
  CompletionStage<Answer> write(
      ShardId shard,
      Operation operation,
      @Nullable OnceRequest once,
      Function<Written, Answer> answering) {
    WriteUnit unit = new WriteUnit.Single(operation);
    if (once != null) {
      return once.write(shards, shard, unit, done -> answering.apply(written(done)));
    }
    return shards
        .write(shard, unit)
        .thenApply(outcome -> answering.apply(written(Outcomes.committed(outcome))));
  }

  private static Written written(UnitResult unit) {
    return new Written(unit.revision(), unit.results().getFirst());
  }

  /** Reads the body of a request and makes of it what {@code parser} does. */
  <T> CompletionStage<T> body(
      HttpServerRequest request, int limit, ErrorCode tooLarge, Function<byte[], T> parser) {
    return BodyReader.read(request, limit, tooLarge)
        .thenCompose(
            bytes ->
                bytes.length <= CHECKED_ON_LOOP_BYTES
                    ? CompletableFuture.completedFuture(parser.apply(bytes))
                    : onWorker(() -> parser.apply(bytes)));
  }

  /** The value that a body is. */
  JsonText value(byte[] body) {
    return JsonCheck.check(body, limits.valueDepth());
  }

  private <T> CompletionStage<T> onWorker(Callable<T> work) {
    return vertx.executeBlocking(work, false).toCompletionStage();
  }

  /** What a single operation did, and the revision it took. */
  record Written(long revision, OperationResult result) {}
}
