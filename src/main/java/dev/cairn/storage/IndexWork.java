package dev.cairn.storage;

import dev.cairn.Namespace;
import java.util.List;

/**
 * The steps of a unit of work on the declared indexes of existing namespaces, without judgement:
 * {@link IndexOperations} decides what they mean. One thread, that of the unit.
 *
 * <p>An index is kept in step with every write from its declaration on. A unique one then has
 * {@link UnitOfWork#put} and {@link UnitOfWork#setMetadata} refuse what it can't take in.
 */
public interface IndexWork {

  /** The indexes of a namespace, ordered by name. */
  List<DeclaredIndex> list(Namespace namespace);

  /**
   * Declares an index of a name that is free; it has no entries yet, unless it is ready at once,
   * which a unique one never is.
   */
  void declare(Namespace namespace, IndexDefinition definition);

  /** Removes an index that is there. What it held may be cleared away later, by {@link #sweep}. */
  void drop(Namespace namespace, String name);

  /**
   * Has an index that is building take in some more entries: as many as a writer's turn bears,
   * which is some milliseconds. A unique one fails if it meets twins, be they expired or not.
   *
   * @return how it stands now
   */
  DeclaredIndex fill(Namespace namespace, String name);

  /**
   * Clears away something of what dropped indexes held, for no longer than a step of {@link #fill}.
   *
   * @return whether there was anything
   */
  boolean sweep();
}
