package dev.cairn.transaction;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Outcome;
import dev.cairn.query.PageRoom;
import dev.cairn.shard.LentState;
import dev.cairn.storage.BatchRefused;
import dev.cairn.storage.Operation;
import dev.cairn.storage.OperationResult;
import dev.cairn.storage.Refusals;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The session of a transaction that only reads: one state of the shard. */
final class ReadingSession implements Session {

  private final LentState state;
  private final int readBytes;
  private boolean over;

  /**
   * @param readBytes most bytes of the entries that the gets of one batch find, all together
   */
  ReadingSession(LentState state, int readBytes) {
    this.state = state;
    this.readBytes = readBytes;
  }

  @Override
  public UnitResult apply(WriteUnit.Batch batch) {
    List<OperationResult> results =
        read(
            reader -> {
              PageRoom room = new PageRoom(Integer.MAX_VALUE, readBytes);
              List<OperationResult> found = new ArrayList<>();
              for (Operation operation : batch.operations()) {
                found.add(apply(reader, operation, room));
              }
              return found;
            });
    if (batch.atomic()) {
      requireNoWrite(results);
    }
    return new UnitResult(state.revision(), false, true, List.of(), List.of(), results);
  }

  private OperationResult apply(ShardReader reader, Operation operation, PageRoom room) {
    if (!(operation instanceof Operation.Get get)) {
      return new OperationResult.Refused(
          new CairnException(
              ErrorCode.TRANSACTION_READ_ONLY,
              "The transaction was begun with readOnly, so it takes nothing that writes."));
    }
    Entry entry;
    try {
      entry = reader.get(get.namespace(), get.key(), get.parts());
    } catch (StorageFault e) {
      throw e;
    } catch (CairnException noNamespace) {
      return new OperationResult.Refused(noNamespace);
    }
    if (entry == null) {
      return new OperationResult.Refused(Refusals.noEntry(get.namespace(), get.key()));
    }
    return room.take(entry)
        ? new OperationResult.Found(entry)
        : new OperationResult.Refused(Refusals.readsTooMuch(readBytes));
  }

  /** A get that finds nothing refuses no batch; a write does. */
  private static void requireNoWrite(List<OperationResult> results) {
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) instanceof OperationResult.Refused(CairnException reason)
          && reason.code() == ErrorCode.TRANSACTION_READ_ONLY) {
        throw BatchRefused.of(results.size(), new TreeMap<>(Map.of(i, reason)));
      }
    }
  }

  private <T> T read(Function<ShardReader, T> read) {
    try {
      return state.read(read);
    } catch (StorageFault e) {
      over = true;
      state.close();
      throw e;
    }
  }

  @Override
  public boolean isOver() {
    return over;
  }

  @Override
  public Outcome<Long> commit() {
    rollBack();
    return new Outcome.Committed<>(state.revision());
  }

  @Override
  public void rollBack() {
    over = true;
    state.close();
  }

  /** Nobody waits for it. */
  @Override
  public void tick(long now) {}
}
