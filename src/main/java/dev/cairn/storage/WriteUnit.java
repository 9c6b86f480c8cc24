package dev.cairn.storage;

import java.util.List;

/** What one request writes: it takes one revision, or none if it changes nothing. */
public sealed interface WriteUnit {

  /** One operation; its refusal is the refusal of the unit. */
  record Single(Operation operation) implements WriteUnit {}

  /**
   * Operations in order, each seeing what those before it did.
   *
   * @param atomic whether one refusal undoes all of them; otherwise it undoes just the one refused
   */
  record Batch(List<? extends Operation> operations, boolean atomic) implements WriteUnit {}

  /**
   * Removes entries that have expired, those that expired first before others.
   *
   * @param most of them, from 1
   */
  record Sweep(int most) implements WriteUnit {}

  /**
   * Checks, then operations, all or nothing. A precondition of an operation counts as a check.
   *
   * @param checks what must hold before anything is done
   * @param operations done if every check holds
   * @param otherwise done, all or nothing, if a check does not hold; empty to refuse the unit then
   */
  record Transaction(
      List<Check> checks, List<? extends Operation> operations, List<? extends Operation> otherwise)
      implements WriteUnit {}
}
