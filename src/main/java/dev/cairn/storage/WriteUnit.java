package dev.cairn.storage;

import dev.cairn.Namespace;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
   * A unit that is carried out once however often it is sent. If it changes something its answer is
   * kept in the same transaction; sent again, it does nothing and has that answer. As long as it
   * was refused or changed nothing, nothing is kept, and it is carried out like any other.
   *
   * @param key names it
   * @param unit a single operation, a batch or a transaction
   * @param answering makes its answer
   */
  record Once(OnceKey key, WriteUnit unit, Answering answering) implements WriteUnit {}

  /** Makes of what a unit did the answer that its sender gets, in bytes. Never refuses. */
  @FunctionalInterface
  interface Answering {

    /**
     * Makes it, on the writer's turn.
     *
     * @param namespaces tells of a namespace as the unit left it, null if there is none
     */
    byte[] answer(UnitResult result, Function<Namespace, @Nullable NamespaceInfo> namespaces);
  }

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
