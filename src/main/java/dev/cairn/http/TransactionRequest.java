package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.Violation;
import dev.cairn.storage.Check;
import dev.cairn.storage.Operation;
import dev.cairn.storage.Precondition;
import dev.cairn.storage.WriteUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transaction as it was asked for.
 *
 * @param checks what must hold
 * @param operations what is done then
 * @param otherwise what is done if a check fails
 */
record TransactionRequest(
    List<Check> checks, List<Operation.OnEntry> operations, List<Operation.OnEntry> otherwise) {

  private static final Set<String> MEMBERS = Set.of("checks", "operations", "else");
  private static final Set<String> CHECK_MEMBERS = Set.of("namespace", "key", "version", "absent");

  /**
   * Reads a body.
   *
   * @throws CairnException if the form is wrong, a limit is broken, or a member breaks a rule
   */
  static TransactionRequest read(byte @Nullable [] body, Limits limits) {
    JsonSlice slice = WireBodies.ofBatch(body, "The transaction", limits);
    BodyFaults faults = new BodyFaults();
    BodyObject object = BodyObject.read(slice, "", MEMBERS, faults);
    if (object == null) {
      faults.refuseIfAny("The transaction");
      throw new IllegalStateException("a body that is no object has a fault");
    }
    OperationReader reader = new OperationReader(limits);
    List<Check> checks = checks(object, faults, limits);
    object.anyRequired("operations");
    List<OperationReader.Member> operations =
        BatchRequest.members(object, "operations", Namespace.DEFAULT, reader, faults, limits);
    List<OperationReader.Member> otherwise =
        BatchRequest.members(object, "else", Namespace.DEFAULT, reader, faults, limits);
    faults.refuseIfAny("The transaction");
    WireBodies.requireMembers(
        checks.size() + operations.size() + otherwise.size(), "The transaction", limits);
    return new TransactionRequest(
        checks, BatchRequest.sound(operations), BatchRequest.sound(otherwise));
  }

  /** The unit to write. */
  WriteUnit.Transaction unit() {
    return new WriteUnit.Transaction(checks, operations, otherwise);
  }

  private static List<Check> checks(BodyObject object, BodyFaults faults, Limits limits) {
    List<JsonSlice> slices = object.array("checks");
    if (slices == null) {
      return List.of();
    }
    WireBodies.requireMembers(slices.size(), "The transaction", limits);
    List<Check> checks = new ArrayList<>(slices.size());
    for (int i = 0; i < slices.size(); i++) {
      String pointer = BodyFaults.pointer(object.pointerTo("checks"), i);
      Check check = check(slices.get(i), pointer, faults);
      if (check != null) {
        checks.add(check);
      }
    }
    return checks;
  }

  private static @Nullable Check check(JsonSlice slice, String pointer, BodyFaults faults) {
    BodyObject object = BodyObject.read(slice, pointer, CHECK_MEMBERS, faults);
    if (object == null) {
      return null;
    }
    String key = object.stringRequired("key");
    String namespace = object.string("namespace");
    Long version = object.whole("version", 1, Long.MAX_VALUE);
    Boolean absent = object.flag("absent");
    boolean wantsAbsent = Boolean.TRUE.equals(absent);
    if (object.has("version") == object.has("absent") || (absent != null && !wantsAbsent)) {
      faults.add(pointer, "must have just one of version and \"absent\": true");
      return null;
    }
    if (key == null || (version == null && !wantsAbsent)) {
      return null;
    }
    try {
      return new Check(
          namespace == null ? Namespace.DEFAULT : new Namespace(namespace),
          Key.of(key),
          version == null ? Precondition.ABSENT : Precondition.version(version));
    } catch (CairnException e) {
      throw new CairnException(
          e.code(), e.detail(), List.of(new Violation(pointer, "breaks a rule for names")));
    }
  }
}
