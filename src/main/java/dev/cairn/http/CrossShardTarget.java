package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.json.JsonView;
import dev.cairn.security.Access;
import dev.cairn.security.Role;
import dev.cairn.shard.ShardSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which shards a request is about, and which namespace of theirs.
 *
 * @param named their ids, in order; null if a prefix names them
 * @param prefix what the ids begin with; of no meaning if they are named
 */
record CrossShardTarget(@Nullable List<ShardId> named, String prefix, Namespace namespace) {

  /** The members that it is read from. */
  static final Set<String> MEMBERS = Set.of("shards", "prefix", "namespace");

  /**
   * Reads it from a body.
   *
   * @param most how many shards may be named
   * @throws CairnException if its form is wrong
   */
  static CrossShardTarget of(@Nullable BodyObject object, BodyFaults faults, int most) {
    String prefix = object == null ? null : object.string("prefix");
    String namespace = object == null ? null : object.string("namespace");
    List<JsonView> shards = object == null ? null : object.array("shards");
    if (object != null && object.has("shards") == object.has("prefix")) {
      faults.add("", "must have one of shards and prefix");
    }
    TreeSet<ShardId> named = shards == null ? null : named(shards, faults, most);
    faults.refuseIfAny("The request");
    return new CrossShardTarget(
        named == null ? null : List.copyOf(named),
        Objects.requireNonNullElse(prefix, ""),
        namespace == null ? Namespace.DEFAULT : new Namespace(namespace));
  }

  private static TreeSet<ShardId> named(List<JsonView> shards, BodyFaults faults, int most) {
    TreeSet<ShardId> named = new TreeSet<>();
    if (shards.isEmpty() || shards.size() > most) {
      faults.add("/shards", "must have from 1 to " + most + " ids");
      return named;
    }
    for (int i = 0; i < shards.size(); i++) {
      String pointer = BodyFaults.pointer("/shards", i);
      if (shards.get(i).kind() != JsonView.Kind.STRING) {
        faults.add(pointer, "must be a string");
      } else {
        try {
          if (!named.add(new ShardId(shards.get(i).string()))) {
            faults.add(pointer, "is named twice");
          }
        } catch (CairnException e) {
          faults.add(pointer, "is no shard id");
        }
      }
    }
    return named;
  }

  /** For fingerprints: tells targets apart. */
  String spelt() {
    return named == null
        ? "prefix " + prefix
        : named.stream().map(ShardId::value).collect(Collectors.joining(" "));
  }

  /**
   * The shards, in order. Of those that a prefix names only such whose namespace the caller may
   * read. May block.
   *
   * @throws CairnException {@link ErrorCode#TOO_MANY_SHARDS} if a prefix names more than {@code
   *     most}
   */
  List<ShardId> shards(Access caller, VisibleShards visible, int most) {
    if (named != null) {
      return named;
    }
    List<ShardId> found = new ArrayList<>();
    for (ShardSummary shard : visible.list(caller, prefix, null, most + 1)) {
      if (caller.may(Role.READ, shard.id(), namespace)) {
        found.add(shard.id());
      }
    }
    if (found.size() > most) {
      throw new CairnException(
          ErrorCode.TOO_MANY_SHARDS,
          "More than " + most + " shards have ids that begin with '" + prefix + "'.");
    }
    return found;
  }
}
