package dev.cairn.transaction;

import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;

/** What can be done in an open transaction. Only while it was given to somebody; one thread. */
public interface Steps {

  /**
   * Carries out operations, each seeing those before; see {@link
   * dev.cairn.storage.UnitExecutor#apply}. In a transaction that only reads, whatever would write
   * is refused in its place with {@link dev.cairn.ErrorCode#TRANSACTION_READ_ONLY}.
   *
   * @throws dev.cairn.CairnException if the batch is refused as a whole; the transaction goes on
   * @throws dev.cairn.storage.StorageFault if the storage failed, which ends the transaction
   */
  UnitResult apply(WriteUnit.Batch batch);
}
