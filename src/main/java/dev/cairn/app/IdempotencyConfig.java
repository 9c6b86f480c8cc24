package dev.cairn.app;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Keys under {@code cairn.idempotency}: answers to requests with an {@code Idempotency-Key}. */
public interface IdempotencyConfig {

  /** How long an answer is kept; a request that is repeated later is carried out anew. */
  @WithDefault("24h")
  Duration age();

  /**
   * Most answers of a shard that are kept, about five hundred more until the oldest go; these may
   * be younger than {@code cairn.idempotency.age} then. Each takes some 200 bytes and the body of
   * the answer.
   */
  @WithDefault("100000")
  int kept();

  /** Most bytes of the answers of a shard that are kept, about 4 MiB more until the oldest go. */
  @WithDefault("67108864")
  long keptBytes();

  /**
   * Largest answer that is kept, in bytes. Who repeats a request with a larger one is told that it
   * was carried out, and not again what it was answered.
   */
  @WithDefault("1048576")
  int answerBytes();
}
