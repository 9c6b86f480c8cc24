package dev.cairn.http;

import dev.cairn.ErrorCode;
import dev.cairn.Outcome;
import dev.cairn.ShardId;
import dev.cairn.shard.Shards;
import dev.cairn.storage.Operation;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Writes that take something away: what is not there is as good as taken away. Any thread. */
final class Removals {

  private Removals() {}

  /** Carries out a removal and answers 204, whether there was something to remove or not. */
  static CompletionStage<Response> answered(Shards shards, ShardId id, Operation removal) {
    return answered(shards, id, removal, null);
  }

  /**
   * As the other.
   *
   * @param once if the request is to be carried out once, else null
   */
  static CompletionStage<Response> answered(
      Shards shards, ShardId id, Operation removal, @Nullable OnceRequest once) {
    WriteUnit unit = new WriteUnit.Single(removal);
    return shards
        .write(id, once == null ? unit : once.unit(unit, Removals::removed))
        .thenApply(outcome -> answer(outcome, once));
  }

  private static Response answer(Outcome<UnitResult> outcome, @Nullable OnceRequest once) {
    if (outcome instanceof Outcome.Refused<UnitResult>(var reason)
        && (reason.code() == ErrorCode.SHARD_NOT_FOUND
            || reason.code() == ErrorCode.NAMESPACE_NOT_FOUND)) {
      return Response.noContent().build();
    }
    UnitResult result = Outcomes.committed(outcome);
    return (once == null ? removed(result) : once.answer(result)).response();
  }

  private static Answer removed(UnitResult result) {
    return new Answer(204).revision(result.revision());
  }
}
