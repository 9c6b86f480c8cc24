package dev.cairn.storage;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An atomic batch of which one member was refused: {@link ErrorCode#BATCH_REFUSED}. Nothing of it
 * was kept. The member {@code failedOperations} names the one refused; {@link #results} has the
 * answer of every one.
 */
public final class BatchRefused extends CairnException {

  private static final long serialVersionUID = 1L;

  private final transient List<OperationResult.Refused> results;

  private BatchRefused(int index, CairnException reason, List<OperationResult.Refused> results) {
    super(
        ErrorCode.BATCH_REFUSED,
        "Operation " + index + " was refused, so nothing was done. " + reason.detail(),
        List.of(),
        Map.of("failedOperations", List.of(index)),
        null);
    this.results = results;
  }

  /** A batch of {@code size} members whose member at {@code index} was refused. */
  static BatchRefused at(int index, int size, CairnException reason) {
    CairnException other =
        new CairnException(
            ErrorCode.MEMBER_NOT_RUN,
            "Not carried out, because operation " + index + " of the atomic batch was refused.");
    List<OperationResult.Refused> results = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      results.add(new OperationResult.Refused(i == index ? reason : other));
    }
    return new BatchRefused(index, reason, List.copyOf(results));
  }

  /**
   * One for each member, in order: the refused one with its own reason, every other one with {@link
   * ErrorCode#MEMBER_NOT_RUN}.
   */
  public List<OperationResult.Refused> results() {
    return results;
  }
}
