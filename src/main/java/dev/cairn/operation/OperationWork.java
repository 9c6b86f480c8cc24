package dev.cairn.operation;

import dev.cairn.CairnException;
import java.util.Map;

/** What the operations of one kind do. Any thread; blocks. */
public interface OperationWork {

  /** The kind, as the API calls it. */
  String kind();

  /**
   * Does it. Called again from the begin after a restart, with what it has noted: it must see by
   * that what is done already.
   *
   * @return what came of it, as {@link Operation#result} has it
   * @throws CairnException if it can't be done; then nothing is half done
   * @throws InterruptedException if it was cancelled, or the service ends, in an {@link
   *     OperationTask#interruptibly interruptible} part
   */
  Map<String, Object> run(OperationTask task) throws InterruptedException;
}
