package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.Violation;
import dev.cairn.json.JsonView;
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
    JsonView transaction = WireBodies.ofBatch(body, "The transaction", limits);
    BodyFaults faults = new BodyFaults();
    BodyObject object = BodyObject.read(transaction, "", MEMBERS, faults);
    if (object == null) {
      faults.refuseIfAny("The transaction");
      throw new IllegalStateException("a body that is no object has a fault");
    }
    OperationReader reader = new OperationReader(limits);
    List<Check> checks = checks(object, faults, limits);
    object.anyRequired("operations");
    List<OperationReader.Member> operations =
        BatchRequest.members(object, "operations", Namespace.DEFAULT, reader, limits);
    List<OperationReader.Member> otherwise =
        BatchRequest.members(object, "else", Namespace.DEFAULT, reader, limits);
    List<OperationReader.Member> all = new ArrayList<>(operations);
    all.addAll(otherwise);
    tellOfForms(all, faults);
    faults.refuseIfAny("The transaction");
    WireBodies.requireMembers(checks.size() + all.size(), "The transaction", limits);
    return new TransactionRequest(checks, sound(operations), sound(otherwise));
  }

  /** Gathers the faults of form of every operation, so that all are told at once. */
  private static void tellOfForms(List<OperationReader.Member> members, BodyFaults faults) {
    for (OperationReader.Member member : members) {
      if (member instanceof OperationReader.Member.Refused(_, CairnException reason)
          && reason.code() == ErrorCode.INVALID_BODY) {
        reason.violations().forEach(v -> faults.add(v.pointer(), v.reason()));
      }
    }
  }

  /** The operations of members that must all be sound; throws the reason of the first not. */
  private static List<Operation.OnEntry> sound(List<OperationReader.Member> members) {
    List<Operation.OnEntry> operations = new ArrayList<>(members.size());
    for (OperationReader.Member member : members) {
      switch (member) {
        case OperationReader.Member.Sound(Operation.OnEntry operation) -> operations.add(operation);
        case OperationReader.Member.Refused refused -> throw refused.reason();
      }
    }
    return operations;
  }

  /** The unit to write. */
  WriteUnit.Transaction unit() {
    return new WriteUnit.Transaction(checks, operations, otherwise);
  }

  private static List<Check> checks(BodyObject object, BodyFaults faults, Limits limits) {
    List<JsonView> bodies = object.array("checks");
    if (bodies == null) {
      return List.of();
    }
    WireBodies.requireMembers(bodies.size(), "The transaction", limits);
    List<Check> checks = new ArrayList<>(bodies.size());
    for (int i = 0; i < bodies.size(); i++) {
      String pointer = BodyFaults.pointer(object.pointerTo("checks"), i);
      Check check = check(bodies.get(i), pointer, faults);
      if (check != null) {
        checks.add(check);
      }
    }
    return checks;
  }

  private static @Nullable Check check(JsonView body, String pointer, BodyFaults faults) {
    BodyObject object = BodyObject.read(body, pointer, CHECK_MEMBERS, faults);
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
    String at = object.pointerTo("key");
    try {
      Key sound = Key.of(key);
      at = object.pointerTo("namespace");
      return new Check(
          namespace == null ? Namespace.DEFAULT : new Namespace(namespace),
          sound,
          version == null ? Precondition.ABSENT : Precondition.version(version));
    } catch (CairnException e) {
      throw new CairnException(e.code(), e.detail(), List.of(new Violation(at, "breaks its rule")));
    }
  }
}
