package dev.cairn.storage;

import org.jspecify.annotations.Nullable;

/**
 * The steps of a unit of work on the answers that a shard keeps, without judgement. One thread,
 * that of the unit.
 */
public interface AnswerWork {

  /** The largest answer that may be kept, in bytes. */
  int answerBytes();

  /**
   * What is kept under a name; null if there is nothing, or if it is too old at {@code now}, in
   * milliseconds since 1970 UTC.
   */
  @Nullable KeptAnswer find(String name, long now);

  /** Keeps an answer under a name for which {@link #find} gives none. */
  void keep(String name, KeptAnswer answer, long now);
}
