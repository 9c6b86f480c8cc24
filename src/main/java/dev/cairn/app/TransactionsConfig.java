package dev.cairn.app;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Keys under {@code cairn.transactions}: transactions of several requests. */
public interface TransactionsConfig {

  /** How long an interactive transaction may be open if it does not say so itself. */
  @WithDefault("30s")
  Duration timeout();

  /**
   * Longest time that an interactive transaction may ask for. As long may other writes to its
   * shard, steps of its backup and changes of its settings be held up.
   */
  @WithDefault("1m")
  Duration longest();

  /** How long an interactive transaction is kept without a request of it. */
  @WithDefault("10s")
  Duration idle();

  /**
   * How long writes to a shard wait for an interactive transaction on it before they are answered
   * 503; none of them is carried out then.
   */
  @WithDefault("5s")
  Duration writerWait();

  /** Most interactive transactions that are open or begin, over all shards; one more is 429. */
  @WithDefault("32")
  int most();

  /**
   * Most interactive transactions that only read one shard; each has a reader of its own, and the
   * write-ahead log can't be taken up whole meanwhile.
   */
  @WithDefault("4")
  int readOnlyOfShard();

  /** Most operations of one interactive transaction. */
  @WithDefault("10000")
  int operations();

  /** Most bytes of the operations of one interactive transaction, together. */
  @WithDefault("67108864")
  long bytes();

  /** Ended interactive transactions of which it is told how they ended; older ones are unknown. */
  @WithDefault("1000")
  int remembered();
}
