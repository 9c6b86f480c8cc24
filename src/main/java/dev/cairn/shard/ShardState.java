package dev.cairn.shard;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * Where a shard is in its life, and where it may go from there. {@link ShardStates} keeps the state
 * of every shard; {@link Closed} is that of all it does not mention.
 */
sealed interface ShardState {

  /** See {@link Closed}. */
  ShardState CLOSED = new Closed();

  /** The state as the API calls it. */
  String word();

  /** Whether a shard in this state may go over to {@code next}. */
  boolean mayBecome(ShardState next);

  /** Not open; whether it exists is for the catalogue to say. */
  record Closed() implements ShardState {

    @Override
    public String word() {
      return "closed";
    }

    @Override
    public boolean mayBecome(ShardState next) {
      return next instanceof Opening || next instanceof Draining;
    }
  }

  /**
   * Being opened or made, by one task for all who wait.
   *
   * @param done completed with the shard once it serves, or with a {@link CairnException}
   */
  record Opening(CompletableFuture<OpenShard> done) implements ShardState {

    @Override
    public String word() {
      return "opening";
    }

    @Override
    public boolean mayBecome(ShardState next) {
      return switch (next) {
        case Serving _, Closed _, Quarantined _ -> true;
        case Opening _, Draining _ -> false;
      };
    }
  }

  /** Open. */
  record Serving(OpenShard shard) implements ShardState {

    @Override
    public String word() {
      return "serving";
    }

    @Override
    public boolean mayBecome(ShardState next) {
      return next instanceof Draining;
    }
  }

  /**
   * On its way to be closed or deleted; nobody else may touch its files.
   *
   * @param cause why
   * @param done completed when it has left this state
   */
  record Draining(ClosingCause cause, CompletableFuture<Void> done) implements ShardState {

    @Override
    public String word() {
      return "draining";
    }

    @Override
    public boolean mayBecome(ShardState next) {
      return switch (next) {
        case Closed _, Quarantined _, Serving _ -> true;
        case Opening _, Draining _ -> false;
      };
    }
  }

  /**
   * Damaged, missing or of a newer version; its neighbours go on.
   *
   * @param reason what is wrong
   * @param since when it was found
   * @param retryAt from when on a request has it tried again, in the ticker's nanoseconds
   */
  record Quarantined(String reason, Instant since, long retryAt) implements ShardState {

    @Override
    public String word() {
      return "quarantined";
    }

    @Override
    public boolean mayBecome(ShardState next) {
      return next instanceof Opening || next instanceof Draining;
    }

    CairnException refusal() {
      return new CairnException(
          ErrorCode.SHARD_QUARANTINED, "The shard is quarantined since " + since + ": " + reason);
    }
  }
}
