package dev.cairn.storage;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * A transaction on a shard, made of primitive steps without judgement: {@link UnitExecutor} decides
 * what they mean. It sees its own steps; nobody else does before {@link #commit}. One thread.
 *
 * <p>Any step may throw a {@link StorageFault}; then the transaction must be presumed gone and only
 * {@link #close} may follow.
 */
public interface UnitOfWork extends AutoCloseable {

  /** The entry, or null if it or its namespace does not exist. */
  @Nullable Entry get(Namespace namespace, Key key, Parts parts);

  /** The namespace, or null if it does not exist. */
  @Nullable NamespaceInfo namespace(Namespace namespace);

  /** Makes a namespace that does not exist. */
  void createNamespace(Namespace namespace, @Nullable JsonText metadata, Stamp stamp);

  /** Gives an existing namespace these metadata. */
  void setNamespaceMetadata(Namespace namespace, @Nullable JsonText metadata, Stamp stamp);

  /** Removes an existing namespace that has no entries. */
  void removeNamespace(Namespace namespace);

  /**
   * Writes an entry of an existing namespace: made if it is not there, otherwise its created time
   * kept.
   *
   * @param metadata what becomes of the metadata; never {@link MetadataChange.Merge}
   * @return true if the entry was made
   */
  boolean put(Namespace namespace, Key key, JsonText value, MetadataChange metadata, Stamp stamp);

  /**
   * Gives an existing entry these metadata, with a new version.
   *
   * @param metadata a JSON object, or null for none
   */
  void setMetadata(Namespace namespace, Key key, @Nullable JsonText metadata, Stamp stamp);

  /**
   * Removes an entry.
   *
   * @return false if it or its namespace was not there
   */
  boolean delete(Namespace namespace, Key key);

  /** Removes every entry of an existing namespace and tells how many there were. */
  long clear(Namespace namespace);

  /**
   * Adds a change that was made to the shard's feed, behind those that are there.
   *
   * @param key of the entry that was changed, or null if the namespace was
   */
  void record(Change.Kind kind, Namespace namespace, @Nullable Key key, Stamp stamp);

  /** Whether the shard may have one more entry than it has now, the steps so far counted. */
  boolean hasRoomForEntry();

  /** Whether an existing namespace has no entries. */
  boolean isEmpty(Namespace namespace);

  /**
   * Sets a mark that steps can be undone to. Marks don't nest: a new one takes the place of the
   * last.
   */
  void mark();

  /** Undoes every step since the mark. The mark stays. */
  void undoToMark();

  /**
   * Makes every step durable as the shard promises, and {@code revision} the shard's own. The unit
   * is over, whatever happens.
   *
   * @throws StorageFault if it failed; {@link StorageFault#outcomeUnknown} tells whether it may
   *     have been kept all the same
   */
  void commit(long revision);

  /** Undoes everything unless it was committed. Never throws. */
  @Override
  void close();

  /**
   * What a write puts on whatever it writes. The updated time of an entry or a namespace is never
   * earlier than its created time: a clock that was set back leaves the later one.
   *
   * @param revision the version
   * @param now the time, in milliseconds since 1970 UTC
   */
  record Stamp(long revision, long now) {}
}
