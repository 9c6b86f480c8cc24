package dev.cairn.backup;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Copies database files to their replicas as they are written. Any thread; every call blocks, for
 * no longer than its limit and a second.
 *
 * <p>Of a file that is registered nobody else moves the write-ahead log into the file.
 */
public interface Replicator {

  /**
   * Begins to copy a file. The first {@link #sync} after it says whether that works.
   *
   * @param database its absolute path; the file is there, in WAL mode, and not registered
   * @param place where the copy goes; nothing has ever been there
   * @throws ReplicatorException if it does not, or if it can't be told whether it does
   */
  Registration register(Path database, ReplicaPlace place, Duration limit)
      throws ReplicatorException;

  /** What became of a registration. */
  enum Registration {
    /** The file is copied to the place. */
    REGISTERED,
    /** The file was registered before, and is copied to where it was copied then. */
    ALREADY_REGISTERED
  }

  /**
   * Copies what is left and lets go of the file. Does nothing if it is not registered.
   *
   * @throws ReplicatorException if not all was copied in time, the file is let go all the same; or
   *     if it can't be told whether it was
   */
  void unregister(Path database, Duration limit) throws ReplicatorException;

  /**
   * Waits until everything that was committed to the file before the call is in its replica.
   *
   * @return the number of the last transaction in the replica, as the replicator counts them from 1
   *     in each epoch
   * @throws ReplicatorException if that can't be said
   */
  long sync(Path database, Duration limit) throws ReplicatorException;

  /**
   * Most files that may be registered at a time, from 0; by the descriptors that the system grants.
   */
  int capacity();

  /**
   * Counts the starts of whatever does the copying. When it has risen, every file that was
   * registered before has been let go, as if its process had been killed.
   *
   * @return 0 before the first start; unchanged while nothing runs
   */
  long generation(Path database);

  /** How it fares. */
  Condition condition();

  /**
   * How the replicator fares.
   *
   * @param running whether it takes calls
   * @param detail why it does not, or what is remarkable; fit for users, empty if there is nothing
   * @param restarts how often it was started again since the service started
   * @param residentBytes memory of its processes, 0 if unknown
   */
  record Condition(boolean running, String detail, int restarts, long residentBytes) {}
}
