package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.json.JsonView;
import dev.cairn.storage.BatchRefused;
import dev.cairn.storage.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A batch as it was asked for.
 *
 * @param atomic whether one refusal refuses all
 * @param members in the order asked for, sound or not
 */
record BatchRequest(boolean atomic, List<OperationReader.Member> members) {

  private static final Set<String> MEMBERS = Set.of("atomic", "operations");

  /**
   * Reads a body. What is wrong with one of its operations is that member's own refusal.
   *
   * @param namespace where operations work that name no namespace
   * @throws CairnException {@link ErrorCode#INVALID_JSON} or {@link ErrorCode#INVALID_BODY} if the
   *     body is no batch, {@link ErrorCode#BATCH_TOO_LARGE} if it is too large a one
   */
  static BatchRequest read(byte @Nullable [] body, Namespace namespace, Limits limits) {
    JsonView batch = WireBodies.ofBatch(body, "The batch", limits);
    BodyFaults faults = new BodyFaults();
    BodyObject object = BodyObject.read(batch, "", MEMBERS, faults);
    boolean atomic = false;
    List<OperationReader.Member> members = List.of();
    if (object != null) {
      atomic = Boolean.TRUE.equals(object.flag("atomic"));
      object.anyRequired("operations");
      members = members(object, "operations", namespace, new OperationReader(limits), limits);
    }
    faults.refuseIfAny("The batch");
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

  /**
   * Makes sure that an atomic batch has no member that is refused before anything is done.
   *
   * @throws BatchRefused if it has one
   */
  void requireSoundIfAtomic() {
    SortedMap<Integer, CairnException> reasons = new TreeMap<>();
    for (int i = 0; i < members.size() && atomic; i++) {
      if (members.get(i) instanceof OperationReader.Member.Refused refused) {
        reasons.put(i, refused.reason());
      }
    }
    if (!reasons.isEmpty()) {
      throw BatchRefused.of(members.size(), reasons);
    }
  }

  /** The operations in an array member; none if it is missing. */
  static List<OperationReader.Member> members(
      BodyObject object, String name, Namespace namespace, OperationReader reader, Limits limits) {
    List<JsonView> operations = object.array(name);
    if (operations == null) {
      return List.of();
    }
    WireBodies.requireMembers(operations.size(), "The request", limits);
    List<OperationReader.Member> members = new ArrayList<>(operations.size());
    for (int i = 0; i < operations.size(); i++) {
      String pointer = BodyFaults.pointer(object.pointerTo(name), i);
      members.add(reader.read(operations.get(i), pointer, namespace));
    }
    return members;
  }
}
