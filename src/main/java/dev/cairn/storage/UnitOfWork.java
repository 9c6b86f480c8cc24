package dev.cairn.storage;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Namespace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transaction on a shard, made of primitive steps without judgement: {@link UnitExecutor} decides
 * what they mean. It sees its own steps; nobody else does before {@link #commit}. One thread.
 *
 * <p>Any step may throw a {@link StorageFault}; then the transaction must be presumed gone and only
 * {@link #close} may follow.
 */
public interface UnitOfWork extends AutoCloseable {

  /**
   * The entry, or null if it or its namespace does not exist or it has expired at {@code now}, in
   * milliseconds since 1970 UTC.
   */
  @Nullable Entry get(Namespace namespace, Key key, Parts parts, long now);

  /** The namespace, or null if it does not exist. */
  @Nullable NamespaceInfo namespace(Namespace namespace);

  /** Makes a namespace that does not exist. */
  void createNamespace(Namespace namespace, @Nullable JsonText metadata, Stamp stamp);

  /** Gives an existing namespace these metadata. */
  void setNamespaceMetadata(Namespace namespace, @Nullable JsonText metadata, Stamp stamp);

  /** Removes an existing namespace that has no entries, expired ones neither; its indexes too. */
  void removeNamespace(Namespace namespace);

  /**
   * Writes an entry of an existing namespace: made if it is not there or has expired, otherwise its
   * created time kept.
   *
   * @param metadata what becomes of the metadata; never {@link MetadataChange.Merge}
   * @param expires when it expires, in milliseconds since 1970 UTC, or {@link Entry#NEVER}
   * @return true if the entry was made
   * @throws UniqueViolation if a unique index can't take it in because of another entry, be that
   *     expired or not; the step has done nothing, and the unit goes on
   */
  boolean put(
      Namespace namespace,
      Key key,
      JsonText value,
      MetadataChange metadata,
      long expires,
      Stamp stamp);

  /**
   * Gives an existing entry these metadata, with a new version. Its expiry stays.
   *
   * @param metadata a JSON object, or null for none
   * @throws UniqueViolation as {@link #put}
   */
  void setMetadata(Namespace namespace, Key key, @Nullable JsonText metadata, Stamp stamp);

  /**
   * Removes an entry.
   *
   * @return false if it or its namespace was not there, or it has expired and was left
   */
  boolean delete(Namespace namespace, Key key, Stamp stamp);

  /**
   * Removes every entry of an existing namespace, expired ones too, and tells how many there were.
   */
  long clear(Namespace namespace, Stamp stamp);

  /**
   * Adds a change that was made to the shard's feed, behind those that are there.
   *
   * @param key of the entry that was changed, or null if the namespace was
   */
  void record(Change.Kind kind, Namespace namespace, @Nullable Key key, Stamp stamp);

  /**
   * Removes entries of whatever namespace that have expired, those that expired first before
   * others.
   *
   * @param most of them, from 1
   * @return which were removed
   */
  List<ExpiredEntry> expire(int most, Stamp stamp);

  /**
   * Removes an entry if it has expired.
   *
   * @return false if it or its namespace was not there, or it has not expired and was left
   */
  boolean expire(Namespace namespace, Key key, Stamp stamp);

  /**
   * Whether the shard may have one more entry than it has now, the steps so far counted. Those that
   * have expired count until they are removed.
   */
  boolean hasRoomForEntry();

  /** The steps on answers that are kept. */
  AnswerWork answers();

  /** The steps on declared indexes. */
  IndexWork indexes();

  /** Whether an existing namespace has no entries but such as have expired. */
  boolean isEmpty(Namespace namespace, Stamp stamp);

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
