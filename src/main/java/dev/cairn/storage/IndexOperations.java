package dev.cairn.storage;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Namespace;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what operations on declared indexes mean. One thread, that of a unit of work. */
public final class IndexOperations {

  private final IndexWork work;
  private final int most;
  private final Expired expired;

  /** Removes entries of the shard that have expired. */
  interface Expired {

    /**
     * Removes as many as a writer's turn bears.
     *
     * @return whether there may be more of them
     */
    boolean remove();
  }

  /**
   * Works on the indexes of a unit.
   *
   * @param most most indexes of a namespace
   */
  IndexOperations(IndexWork work, int most, Expired expired) {
    this.work = work;
    this.most = most;
    this.expired = expired;
  }

  /**
   * Carries out an operation in a namespace that exists.
   *
   * @throws CairnException if it is refused; it has changed nothing
   */
  OperationResult run(Operation.OnIndex operation) {
    Namespace namespace = operation.namespace();
    return switch (operation) {
      case Operation.DeclareIndex declare -> declare(namespace, declare.definition());
      case Operation.DropIndex(var _, String name) -> drop(namespace, name);
      case Operation.FillIndex(var _, String name) -> fill(namespace, name);
      case Operation.SweepIndexes _ -> new OperationResult.Removed(work.sweep());
    };
  }

  private OperationResult declare(Namespace namespace, IndexDefinition definition) {
    List<DeclaredIndex> all = work.list(namespace);
    DeclaredIndex there = find(all, definition.name());
    if (there != null) {
      if (!there.definition().equals(definition)) {
        throw new CairnException(
            ErrorCode.INDEX_EXISTS,
            "Index "
                + definition.name()
                + " of namespace "
                + namespace
                + " is there with another definition; delete it first, or choose another name.");
      }
      if (there.state() != DeclaredIndex.State.FAILED) {
        return new OperationResult.Indexed(there, false, false);
      }
      work.drop(namespace, definition.name());
    } else if (all.size() >= most) {
      throw new CairnException(
          ErrorCode.TOO_MANY_INDEXES,
          "Namespace " + namespace + " has " + all.size() + " indexes, and may have " + most + ".");
    }
    work.declare(namespace, definition);
    return new OperationResult.Indexed(existing(namespace, definition.name()), true, true);
  }

  private OperationResult drop(Namespace namespace, String name) {
    boolean there = find(work.list(namespace), name) != null;
    if (there) {
      work.drop(namespace, name);
    }
    return new OperationResult.Removed(there);
  }

  private OperationResult fill(Namespace namespace, String name) {
    DeclaredIndex index = existing(namespace, name);
    if (index.state() != DeclaredIndex.State.BUILDING) {
      return new OperationResult.Indexed(index, false, false);
    }
    if (index.definition().unique() && expired.remove()) {
      // What has expired is no twin. The step ends here, since it has been as long as any.
      return new OperationResult.Indexed(index, false, true);
    }
    return new OperationResult.Indexed(work.fill(namespace, name), false, true);
  }

  private DeclaredIndex existing(Namespace namespace, String name) {
    DeclaredIndex index = find(work.list(namespace), name);
    if (index == null) {
      throw missing(namespace, name);
    }
    return index;
  }

  private static @Nullable DeclaredIndex find(List<DeclaredIndex> all, String name) {
    return all.stream()
        .filter(one -> one.definition().name().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** Of what needs an index that is not there: {@link ErrorCode#INDEX_NOT_FOUND}. */
  public static CairnException missing(Namespace namespace, String name) {
    return new CairnException(
        ErrorCode.INDEX_NOT_FOUND, "Namespace " + namespace + " has no index " + name + ".");
  }

  /**
   * Of the declaration of a unique index over entries that are not: {@link
   * ErrorCode#UNIQUE_VIOLATION} with the members {@code index} and {@code keys}.
   */
  public static CairnException violation(
      Namespace namespace, String index, DeclaredIndex.Twins twins) {
    return new CairnException(
        ErrorCode.UNIQUE_VIOLATION,
        Refusals.nameOf(namespace, twins.one())
            + " and entry \""
            + Refusals.shown(twins.other())
            + "\" have the same, so index "
            + index
            + " can't be unique.",
        List.of(),
        Map.of("index", index, "keys", List.of(twins.one().text(), twins.other().text())),
        null);
  }
}
