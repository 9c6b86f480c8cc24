package dev.cairn.storage;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;

/**
 * An atomic batch of which a member was refused: {@link ErrorCode#BATCH_REFUSED}. Nothing of it was
 * kept. The member {@code failedOperations} names those refused, {@link #results} has the answer of
 * every one.
 */
public final class BatchRefused extends CairnException {

  private static final long serialVersionUID = 1L;

  private final transient List<OperationResult.Refused> results;

  private BatchRefused(
      SortedMap<Integer, CairnException> reasons, List<OperationResult.Refused> results) {
    super(
        ErrorCode.BATCH_REFUSED,
        named(reasons)
            + " refused, so nothing was done. "
            + Objects.requireNonNull(reasons.get(reasons.firstKey())).detail(),
        List.of(),
        Map.of("failedOperations", List.copyOf(reasons.keySet())),
        null);
    this.results = results;
  }

  private static String named(SortedMap<Integer, CairnException> reasons) {
    int more = reasons.size() - 1;
    String first = "Operation " + reasons.firstKey();
    return more == 0 ? first + " was" : first + " and " + more + " more were";
  }

  /**
   * A batch of {@code size} members, refused because of some of them.
   *
   * @param reasons why, by index; at least one
   */
  public static BatchRefused of(int size, SortedMap<Integer, CairnException> reasons) {
    CairnException other =
        new CairnException(
            ErrorCode.MEMBER_NOT_RUN,
            "Not carried out, because operation "
                + reasons.firstKey()
                + " of the atomic batch was refused.");
    List<OperationResult.Refused> results = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      results.add(new OperationResult.Refused(reasons.getOrDefault(i, other)));
    }
    return new BatchRefused(reasons, List.copyOf(results));
  }

  /**
   * One for each member, in order: a refused one with its own reason, every other one with {@link
   * ErrorCode#MEMBER_NOT_RUN}.
   */
  public List<OperationResult.Refused> results() {
    return results;
  }
}
