package dev.cairn.storage;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges the preconditions of operations, and says what was demanded and what was found. */
final class Preconditions {

  private Preconditions() {}

  /** What the operation itself demands of its entry. */
  static Precondition of(Operation operation) {
    return switch (operation) {
      case Operation.Put put -> put.precondition();
      case Operation.PatchValue patch -> patch.precondition();
      case Operation.ChangeMetadata change -> change.precondition();
      case Operation.Delete delete -> delete.precondition();
      case Operation.Get get -> Precondition.NONE;
      case Operation.Clear clear -> Precondition.NONE;
      case Operation.PutNamespace put -> Precondition.NONE;
      case Operation.DeleteNamespace delete -> Precondition.NONE;
      case Operation.OnIndex index -> Precondition.NONE;
    };
  }

  /**
   * Nothing if {@code demanded} holds for what was found.
   *
   * @throws CairnException {@link ErrorCode#PRECONDITION_FAILED} otherwise
   */
  static void demand(Operation.OnEntry operation, Precondition demanded, @Nullable Entry found) {
    if (!demanded.holdsFor(found)) {
      throw new CairnException(
          ErrorCode.PRECONDITION_FAILED,
          Refusals.nameOf(operation.namespace(), operation.key())
              + " must "
              + describe(demanded)
              + ", but "
              + (found == null ? "it does not exist." : "it has version " + found.version() + "."));
    }
  }

  /** Indexes of the checks that don't hold at {@code now}. */
  static List<Integer> failedChecks(UnitOfWork work, List<Check> checks, long now) {
    List<Integer> failed = new ArrayList<>();
    for (int i = 0; i < checks.size(); i++) {
      Check check = checks.get(i);
      Entry found = work.get(check.namespace(), check.key(), Parts.NEITHER, now);
      if (!check.precondition().holdsFor(found)) {
        failed.add(i);
      }
    }
    return List.copyOf(failed);
  }

  /** Indexes of the operations whose own precondition doesn't hold, as things stand now. */
  static List<Integer> failedOperations(
      UnitOfWork work, List<? extends Operation> operations, long now) {
    List<Integer> failed = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      if (operations.get(i) instanceof Operation.OnEntry operation) {
        Precondition demanded = of(operation);
        if (!demanded.isNone()
            && !demanded.holdsFor(
                work.get(operation.namespace(), operation.key(), Parts.NEITHER, now))) {
          failed.add(i);
        }
      }
    }
    return List.copyOf(failed);
  }

  private static String describe(Precondition demanded) {
    List<String> parts = new ArrayList<>();
    if (demanded.absent()) {
      parts.add("not exist");
    }
    if (demanded.exists()) {
      parts.add("exist");
    }
    if (!demanded.versions().isEmpty()) {
      parts.add("have version " + alternatives(demanded.versions()));
    }
    if (!demanded.notVersions().isEmpty()) {
      parts.add("not have version " + alternatives(demanded.notVersions()));
    }
    return String.join(" and ", parts);
  }

  private static String alternatives(List<Long> versions) {
    List<String> shown =
        versions.stream().limit(Refusals.SHOWN_VERSIONS).map(String::valueOf).toList();
    String joined = String.join(" or ", shown);
    return versions.size() > shown.size() ? joined + " or another of those sent" : joined;
  }
}
