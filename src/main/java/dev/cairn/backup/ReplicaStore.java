package dev.cairn.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The store that replicas lie in, as far as the service itself reads and changes it: a tree of
 * objects, each with a path below the replica's root: printable ASCII but for backslashes, in parts
 * that are separated by {@code /}, are not empty, and neither begin with a dot nor end with {@code
 * .tmp}. Other paths are refused with an {@link IllegalArgumentException}. Any thread; every call
 * blocks.
 *
 * <p>Every call may throw an {@link IOException} whose message is fit for users, with the name of
 * what was asked for and without credentials; a call that changes something may then have done part
 * of it, and may be repeated.
 */
public interface ReplicaStore extends AutoCloseable {

  /** The epochs of a shard that something lies in, in order; none if the shard is not there. */
  List<EpochName> epochs(String shard) throws IOException;

  /** The names of all shards of which something lies there, in no order, each once. */
  void forEachShard(Consumer<String> consumer) throws IOException;

  /**
   * The transaction files of one level of an epoch, in the order of their first transactions; none
   * if there are none.
   *
   * @param level from 0, the finest, to 9, the full copies
   */
  List<TransactionFile> files(ReplicaPlace place, int level) throws IOException;

  /**
   * When a transaction file was made, exactly, where {@link TransactionFile#modified} has whole
   * seconds only; in milliseconds since 1970 UTC.
   *
   * @return null if it is not there any more
   */
  @Nullable Long created(ReplicaPlace place, TransactionFile file) throws IOException;

  /** Deletes one transaction file; does nothing if it is not there. */
  void delete(ReplicaPlace place, TransactionFile file) throws IOException;

  /**
   * Deletes transaction files of an epoch, the last ones first; does nothing for those that are not
   * there.
   */
  default void deleteAll(ReplicaPlace place, List<TransactionFile> files) throws IOException {
    for (TransactionFile file : files.reversed()) {
      delete(place, file);
    }
  }

  /**
   * Deletes everything of an epoch; does nothing if nothing is there. The full copies go first: cut
   * short, it leaves an epoch that is still listed and of which nothing can be restored, rather
   * than one that seems whole and ends too early.
   */
  void deleteEpoch(ReplicaPlace place) throws IOException;

  /**
   * The objects below a path, in the byte order of their paths; none if there are none.
   *
   * @param directory a path, without {@code /} at its end
   */
  List<StoredObject> list(String directory) throws IOException;

  /** Puts a file of at most 5 GiB under a path, whole or not at all; replaces what is there. */
  void put(String path, Path file) throws IOException;

  /**
   * Writes what lies under a path to a file that is not there yet, for the owner alone.
   *
   * @return false if nothing lies there; then no file was made
   */
  boolean get(String path, Path file) throws IOException;

  /** Deletes what lies under a path; does nothing if nothing does. */
  void delete(String path) throws IOException;

  /** Requests made of a store that counts them, since the start; 0 of a directory. */
  long requests();

  @Override
  void close();

  /**
   * An object in the store.
   *
   * @param path below the replica's root
   * @param bytes its size
   * @param modified when it was last written, in milliseconds since 1970 UTC, perhaps cut to
   *     seconds
   */
  record StoredObject(String path, long bytes, long modified) {}

  /**
   * A file of transactions as the replicator names it: {@code
   * 0000000000000001-0000000000000007.ltx} (https://github.com/superfly/ltx). Where below its epoch
   * it lies, the store knows.
   *
   * @param level see {@link #files}
   * @param first the first transaction in it, from 1
   * @param last the last transaction in it
   * @param bytes its size
   * @param modified when it was written, in milliseconds since 1970 UTC, perhaps cut to seconds
   */
  record TransactionFile(int level, long first, long last, long bytes, long modified) {}
}
