package dev.cairn.transaction;

import dev.cairn.ShardId;
import org.jspecify.annotations.Nullable;

/**
 * What is told of an interactive transaction.
 *
 * @param id names it, and is a secret of its caller
 * @param shard of which it is
 * @param readOnly whether it only reads
 * @param state where it is
 * @param started when it began, in milliseconds since 1970 UTC
 * @param deadline when it ends by itself at the latest, in milliseconds since 1970 UTC
 * @param revision the shard's after the commit, if it was committed: its own if it changed
 *     something
 * @param detail why it ended, in words; null unless the service ended it
 */
public record TransactionStatus(
    String id,
    ShardId shard,
    boolean readOnly,
    TransactionState state,
    long started,
    long deadline,
    @Nullable Long revision,
    @Nullable String detail) {

  /** Without the id, which is a secret. */
  @Override
  public String toString() {
    return "transaction of shard " + shard + ", " + state.word();
  }
}
