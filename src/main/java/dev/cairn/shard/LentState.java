package dev.cairn.shard;

import dev.cairn.storage.ShardReader;
import dev.cairn.storage.StorageFault;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One state of a shard, which is on loan for as long. Any thread, one call at a time; ends with
 * {@link #close}.
 */
public final class LentState implements AutoCloseable {

  private final ShardReader reader;
  private final long revision;
  private final UnaryOperator<StorageFault> judge;
  private final Runnable giveBack;
  private boolean over;

  /**
   * @param reader holds the state
   * @param judge is shown each fault of a read
   * @param giveBack ends the loan, once
   */
  LentState(
      ShardReader reader, long revision, UnaryOperator<StorageFault> judge, Runnable giveBack) {
    this.reader = reader;
    this.revision = revision;
    this.judge = judge;
    this.giveBack = giveBack;
  }

  /** A revision of the shard not newer than the state. */
  public long revision() {
    return revision;
  }

  /**
   * Reads the state.
   *
   * @param read gets a reader that is of use during the call only
   * @throws StorageFault if the driver failed, or the read was ended for taking too long; the state
   *     may be lost with it, so only {@link #close} may follow
   */
  public <T> T read(Function<ShardReader, T> read) {
    if (over) {
      throw new IllegalStateException("The state was given back");
    }
    try {
      return read.apply(reader);
    } catch (StorageFault e) {
      throw judge.apply(e);
    }
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      try {
        reader.close();
      } finally {
        giveBack.run();
      }
    }
  }
}
