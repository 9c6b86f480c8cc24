package dev.cairn.http;

import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.security.Access;
import dev.cairn.security.Role;
import dev.cairn.storage.Check;
import dev.cairn.storage.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges what the {@link Gate} can't: what a request does within its shard, for callers that may do
 * less than all there. Before anything is looked up, so that a refusal tells nothing of what
 * exists. Any thread.
 */
final class Permissions {

  private Permissions() {}

  private static void require(
      Access caller, Role needed, ShardId shard, Namespace namespace, Key key) {
    if (!caller.may(needed, shard, namespace, key)) {
      throw Caller.forbidden();
    }
  }

  /**
   * Requires that something is allowed with every entry of a namespace.
   *
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#FORBIDDEN}
   */
  static void requireAll(Access caller, Role needed, ShardId shard, Namespace namespace) {
    requirePrefix(caller, needed, shard, namespace, null);
  }

  /**
   * Requires that something is allowed with every entry whose key begins so.
   *
   * @param prefix null for all entries of the namespace
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#FORBIDDEN}
   */
  static void requirePrefix(
      Access caller, Role needed, ShardId shard, Namespace namespace, @Nullable String prefix) {
    if (!caller.mayWithPrefix(needed, shard, namespace, prefix == null ? "" : prefix)) {
      throw Caller.forbidden();
    }
  }

  /**
   * Whether the changes of a shard may be followed: all of it must be readable, or else all of the
   * namespace that is asked for.
   */
  static boolean mayFollow(Access caller, ShardId shard, @Nullable Namespace namespace) {
    return caller.may(Role.READ, shard)
        || (namespace != null && caller.may(Role.READ, shard, namespace));
  }

  /**
   * Requires that each operation is allowed: reading for those that read, writing for the others.
   *
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#FORBIDDEN} if one is not
   */
  static void requireOperations(
      Access caller, ShardId shard, List<? extends Operation.OnEntry> operations) {
    if (caller.may(Role.WRITE, shard)) {
      return;
    }
    for (Operation.OnEntry operation : operations) {
      Role needed = operation instanceof Operation.Get ? Role.READ : Role.WRITE;
      require(caller, needed, shard, operation.namespace(), operation.key());
    }
  }

  /**
   * Requires that every entry that is checked may be read: whether a check holds tells of it.
   *
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#FORBIDDEN} if one may not
   */
  static void requireChecks(Access caller, ShardId shard, List<Check> checks) {
    if (caller.may(Role.READ, shard)) {
      return;
    }
    for (Check check : checks) {
      require(caller, Role.READ, shard, check.namespace(), check.key());
    }
  }
}
