package dev.cairn.storage;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.query.PageRoom;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries out single operations through the steps of one unit of work. Whatever refuses an
 * operation is found before its first writing step, so a refused one leaves nothing to undo; what
 * {@link TwinRemoval} did for it apart.
 */
final class OperationRunner {

  /** At this time nothing has expired yet: what is read is every row there is. */
  private static final long BEFORE_ANY_EXPIRY = Long.MIN_VALUE;

  /** Most expired entries that are removed before a unique index takes entries in. */
  private static final int EXPIRED_PER_STEP = 200;

  private final UnitOfWork work;
  private final UnitOfWork.Stamp stamp;
  private final TextRules rules;
  private final boolean createNamespaces;
  private final int readBytes;
  private final PageRoom reads;
  private final TwinRemoval twins;

  /**
   * @param readBytes most bytes of the entries that gets find, all together
   */
  OperationRunner(
      UnitOfWork work,
      UnitOfWork.Stamp stamp,
      TextRules rules,
      boolean createNamespaces,
      int readBytes) {
    this.work = work;
    this.stamp = stamp;
    this.rules = rules;
    this.createNamespaces = createNamespaces;
    this.readBytes = readBytes;
    this.reads = new PageRoom(Integer.MAX_VALUE, readBytes);
    this.twins = new TwinRemoval(work, stamp);
  }

  /** Whether the result tells of a change to the shard. */
  static boolean changed(OperationResult result) {
    return switch (result) {
      case OperationResult.Written written -> true;
      case OperationResult.Removed removed -> removed.existed();
      case OperationResult.Found found -> false;
      case OperationResult.Unchanged unchanged -> false;
      case OperationResult.Indexed indexed -> indexed.changed();
      case OperationResult.Answered answered -> false;
      case OperationResult.Refused refused -> false;
    };
  }

  /**
   * Does what the operation says, its own precondition demanded first.
   *
   * @throws CairnException if it is refused; it has changed nothing
   */
  OperationResult run(Operation operation) {
    return run(operation, Preconditions.of(operation));
  }

  /**
   * Does what the operation says, with {@code demanded} in place of its own precondition.
   *
   * @throws CairnException if it is refused; it has changed nothing
   */
  OperationResult run(Operation operation, Precondition demanded) {
    return switch (operation) {
      case Operation.Put put -> put(put, demanded);
      case Operation.PatchValue patch -> patch(patch, demanded);
      case Operation.ChangeMetadata change -> changeMetadata(change, demanded);
      case Operation.Delete delete -> delete(delete, demanded);
      case Operation.Get get -> get(get);
      case Operation.Clear clear -> clear(clear.namespace());
      case Operation.PutNamespace put -> putNamespace(put);
      case Operation.DeleteNamespace delete -> deleteNamespace(delete);
      case Operation.OnIndex index -> index(index);
    };
  }

  private OperationResult index(Operation.OnIndex operation) {
    Namespace namespace = operation.namespace();
    boolean makes = operation instanceof Operation.DeclareIndex && createNamespaces;
    if (!makes && !exists(namespace)) {
      throw Refusals.noNamespace(namespace);
    }
    if (!exists(namespace)) {
      work.createNamespace(namespace, null, stamp);
    }
    return new IndexOperations(
            work.indexes(),
            rules.mostIndexes(),
            () -> removeExpired(EXPIRED_PER_STEP) == EXPIRED_PER_STEP)
        .run(operation);
  }

  private OperationResult put(Operation.Put put, Precondition demanded) {
    Namespace namespace = put.namespace();
    boolean missing = !exists(namespace);
    if (missing && !createNamespaces) {
      throw Refusals.noNamespace(namespace);
    }
    if (!demanded.isNone()) {
      Preconditions.demand(
          put, demanded, missing ? null : find(namespace, put.key(), Parts.NEITHER));
    }
    JsonText value = rules.value(put.value());
    MetadataChange metadata = rules.metadata(put.metadata());
    if (!work.hasRoomForEntry()
        && (missing || work.get(namespace, put.key(), Parts.NEITHER, BEFORE_ANY_EXPIRY) == null)) {
      throw Refusals.noRoomForEntry();
    }
    if (missing) {
      work.createNamespace(namespace, null, stamp);
    }
    long expires = put.expiry().at(stamp.now());
    boolean created =
        twins.without(
            namespace, () -> work.put(namespace, put.key(), value, metadata, expires, stamp));
    work.record(Change.Kind.PUT, namespace, put.key(), stamp);
    return new OperationResult.Written(created, stamp.revision(), null);
  }

  private OperationResult patch(Operation.PatchValue patch, Precondition demanded) {
    Entry entry = existing(patch.namespace(), patch.key(), Parts.VALUE);
    Preconditions.demand(patch, demanded, entry);
    JsonText old = Objects.requireNonNull(entry.value(), "a read with its value");
    JsonText value = rules.patchedValue(patch.patch(), old);
    Namespace namespace = patch.namespace();
    Key key = patch.key();
    twins.without(
        namespace,
        () -> work.put(namespace, key, value, MetadataChange.KEEP, entry.expires(), stamp));
    work.record(Change.Kind.PUT, namespace, key, stamp);
    return new OperationResult.Written(false, stamp.revision(), value);
  }

  private OperationResult changeMetadata(Operation.ChangeMetadata change, Precondition demanded) {
    Entry entry = existing(change.namespace(), change.key(), Parts.METADATA);
    Preconditions.demand(change, demanded, entry);
    if (change.metadata() instanceof MetadataChange.Keep) {
      return new OperationResult.Unchanged(entry.version());
    }
    JsonText metadata = rules.changedMetadata(change.metadata(), entry.metadata());
    twins.without(
        change.namespace(),
        () -> {
          work.setMetadata(change.namespace(), change.key(), metadata, stamp);
          return true;
        });
    work.record(Change.Kind.PUT, change.namespace(), change.key(), stamp);
    return new OperationResult.Written(false, stamp.revision(), metadata);
  }

  private OperationResult delete(Operation.Delete delete, Precondition demanded) {
    if (!demanded.isNone()) {
      Preconditions.demand(delete, demanded, find(delete.namespace(), delete.key(), Parts.NEITHER));
    }
    boolean deleted = work.delete(delete.namespace(), delete.key(), stamp);
    if (deleted) {
      work.record(Change.Kind.DELETE, delete.namespace(), delete.key(), stamp);
    }
    return new OperationResult.Removed(deleted);
  }

  /** A read that finds nothing is an answer, not a refusal that spoils the unit. */
  private OperationResult get(Operation.Get get) {
    Entry entry = find(get.namespace(), get.key(), get.parts());
    if (entry == null) {
      return new OperationResult.Refused(missing(get.namespace(), get.key()));
    }
    return reads.take(entry)
        ? new OperationResult.Found(entry)
        : new OperationResult.Refused(Refusals.readsTooMuch(readBytes));
  }

  private OperationResult clear(Namespace namespace) {
    if (!exists(namespace)) {
      throw Refusals.noNamespace(namespace);
    }
    if (work.isEmpty(namespace, stamp)) {
      // What is left there has expired and goes with the next sweep.
      return new OperationResult.Removed(false);
    }
    work.clear(namespace, stamp);
    work.record(Change.Kind.CLEAR, namespace, null, stamp);
    return new OperationResult.Removed(true);
  }

  private OperationResult putNamespace(Operation.PutNamespace put) {
    NamespaceInfo old = work.namespace(put.namespace());
    if (old != null && put.metadata() instanceof MetadataChange.Keep) {
      return new OperationResult.Unchanged(old.version());
    }
    JsonText metadata = rules.changedMetadata(put.metadata(), old == null ? null : old.metadata());
    if (old == null) {
      work.createNamespace(put.namespace(), metadata, stamp);
    } else {
      work.setNamespaceMetadata(put.namespace(), metadata, stamp);
    }
    work.record(Change.Kind.NAMESPACE, put.namespace(), null, stamp);
    return new OperationResult.Written(old == null, stamp.revision(), metadata);
  }

  private OperationResult deleteNamespace(Operation.DeleteNamespace delete) {
    Namespace namespace = delete.namespace();
    if (namespace.equals(Namespace.DEFAULT)) {
      throw Refusals.protectedNamespace();
    }
    if (!exists(namespace)) {
      return new OperationResult.Removed(false);
    }
    if (!delete.recursive() && !work.isEmpty(namespace, stamp)) {
      throw Refusals.notEmpty(namespace);
    }
    work.clear(namespace, stamp);
    work.removeNamespace(namespace);
    work.record(Change.Kind.REMOVE_NAMESPACE, namespace, null, stamp);
    return new OperationResult.Removed(true);
  }

  /** Removes entries that have expired, at most so many. */
  OperationResult sweep(int most) {
    return new OperationResult.Removed(removeExpired(most) > 0);
  }

  private int removeExpired(int most) {
    List<ExpiredEntry> expired = work.expire(most, stamp);
    for (ExpiredEntry entry : expired) {
      work.record(Change.Kind.EXPIRE, entry.namespace(), entry.key(), stamp);
    }
    return expired.size();
  }

  /**
   * Sets the mark of the unit. From now on a refusal refuses all of it: {@link #undoUnit} undoes
   * what was done since.
   */
  void markUnit() {
    work.mark();
    twins.leaveUndoing();
  }

  /**
   * Undoes what was done since {@link #markUnit}, if that was called.
   *
   * @param changed whether an operation that was not refused has changed anything since
   */
  void undoUnit(boolean changed) {
    if (changed || twins.leftSomething()) {
      work.undoToMark();
    }
  }

  /** The entry, or null if it or its namespace does not exist or it has expired. */
  private @Nullable Entry find(Namespace namespace, Key key, Parts parts) {
    return work.get(namespace, key, parts, stamp.now());
  }

  private boolean exists(Namespace namespace) {
    return namespace.equals(Namespace.DEFAULT) || work.namespace(namespace) != null;
  }

  private Entry existing(Namespace namespace, Key key, Parts parts) {
    @Nullable Entry entry = find(namespace, key, parts);
    if (entry == null) {
      throw missing(namespace, key);
    }
    return entry;
  }

  private CairnException missing(Namespace namespace, Key key) {
    return exists(namespace) ? Refusals.noEntry(namespace, key) : Refusals.noNamespace(namespace);
  }
}
