package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong with the form of a body, so that its sender is told of several faults at
 * once. One thread.
 */
final class BodyFaults {

  /** Faults that are told; more of them add nothing. */
  static final int MOST_TOLD = 20;

  private final List<Violation> violations = new ArrayList<>();
  private int count;

  /** Adds a fault at a JSON pointer. */
  void add(String pointer, String reason) {
    count++;
    if (violations.size() < MOST_TOLD) {
      violations.add(new Violation(pointer, reason));
    }
  }

  /** Whether nothing is wrong so far. */
  boolean isEmpty() {
    return violations.isEmpty();
  }

  /** The pointer of a member of what {@code parent} points at. */
  static String pointer(String parent, String name) {
    return parent + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  /** The pointer of an element of what {@code parent} points at. */
  static String pointer(String parent, int index) {
    return parent + "/" + index;
  }

  /**
   * Refuses the body if anything is wrong with it.
   *
   * @param what how a message calls the body, as in "The batch"
   * @throws CairnException {@link ErrorCode#INVALID_BODY} with the faults
   */
  void refuseIfAny(String what) {
    if (!violations.isEmpty()) {
      throw refusal(what);
    }
  }

  /** The refusal for what is wrong, which must be something; otherwise as {@link #refuseIfAny}. */
  CairnException refusal(String what) {
    Violation first = violations.getFirst();
    String more = count == 1 ? "" : " There are " + count + " such faults in all.";
    String where = first.pointer().isEmpty() ? "it" : first.pointer();
    return new CairnException(
        ErrorCode.INVALID_BODY,
        what + " does not have its form: " + where + " " + first.reason() + "." + more,
        violations);
  }
}
