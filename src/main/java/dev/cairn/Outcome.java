package dev.cairn;

/**
 * What became of a write: three answers that never stand for one another.
 *
 * @param <T> what a committed write yields
 */
public sealed interface Outcome<T> {

  /**
   * It is kept, as durably as the shard promises; or it changed nothing, and there was nothing to
   * keep.
   */
  record Committed<T>(T result) implements Outcome<T> {}

  /** Nothing of it was kept. */
  record Refused<T>(CairnException reason) implements Outcome<T> {}

  /**
   * It may or may not have been kept: {@link ErrorCode#OUTCOME_UNKNOWN}. Never reported as a
   * refusal.
   */
  record Unknown<T>(CairnException reason) implements Outcome<T> {}
}
