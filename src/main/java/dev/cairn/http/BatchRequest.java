package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.storage.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A batch as it was asked for.
 *
 * @param atomic whether one refusal refuses all
 * @param members in the order asked for; every one is sound if {@code atomic}
 */
record BatchRequest(boolean atomic, List<OperationReader.Member> members) {

  private static final Set<String> MEMBERS = Set.of("atomic", "operations");

  /**
   * Reads a body.
   *
   * @param namespace where operations work that name no namespace
   * @throws CairnException if the form is wrong, a limit is broken, or a member of an atomic batch
   *     breaks a rule
   */
  static BatchRequest read(byte @Nullable [] body, Namespace namespace, Limits limits) {
    JsonSlice slice = WireBodies.ofBatch(body, "The batch", limits);
    BodyFaults faults = new BodyFaults();
    BodyObject object = BodyObject.read(slice, "", MEMBERS, faults);
    boolean atomic = false;
    List<OperationReader.Member> members = List.of();
    if (object != null) {
      atomic = Boolean.TRUE.equals(object.flag("atomic"));
      object.anyRequired("operations");
      members =
          members(object, "operations", namespace, new OperationReader(limits), faults, limits);
    }
    faults.refuseIfAny("The batch");
    if (atomic) {
      sound(members);
    }
    return new BatchRequest(atomic, members);
  }

  /** The operations of those members that can be carried out. */
  List<Operation.OnEntry> operations() {
    List<Operation.OnEntry> operations = new ArrayList<>(members.size());
    for (OperationReader.Member member : members) {
      if (member instanceof OperationReader.Member.Sound(Operation.OnEntry operation)) {
        operations.add(operation);
      }
    }
    return operations;
  }

  /** The operations in an array member; none if it is missing. */
  static List<OperationReader.Member> members(
      BodyObject object,
      String name,
      Namespace namespace,
      OperationReader reader,
      BodyFaults faults,
      Limits limits) {
    List<JsonSlice> slices = object.array(name);
    if (slices == null) {
      return List.of();
    }
    WireBodies.requireMembers(slices.size(), "The request", limits);
    List<OperationReader.Member> members = new ArrayList<>(slices.size());
    for (int i = 0; i < slices.size(); i++) {
      String pointer = BodyFaults.pointer(object.pointerTo(name), i);
      OperationReader.Member member = reader.read(slices.get(i), pointer, namespace, faults);
      if (member != null) {
        members.add(member);
      }
    }
    return members;
  }

  /**
   * The operations of members that must all be sound.
   *
   * @throws CairnException the reason of the first that is not
   */
  static List<Operation.OnEntry> sound(List<OperationReader.Member> members) {
    List<Operation.OnEntry> operations = new ArrayList<>(members.size());
    for (OperationReader.Member member : members) {
      switch (member) {
        case OperationReader.Member.Sound(Operation.OnEntry operation) -> operations.add(operation);
        case OperationReader.Member.Refused refused -> throw refused.reason();
      }
    }
    return operations;
  }
}
