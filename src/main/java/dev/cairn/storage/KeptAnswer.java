package dev.cairn.storage;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of a request that was carried out.
 *
 * @param request its fingerprint, as {@link OnceKey#request}
 * @param revision that it took
 * @param answer what it was answered, which nobody changes; null if that was too large to be kept
 */
public record KeptAnswer(String request, long revision, byte @Nullable [] answer) {

  /** What it counts towards {@link AnswerSettings#mostBytes}. */
  public long size() {
    return (long) AnswerSettings.FLAT_BYTES + (answer == null ? 0 : answer.length);
  }
}
