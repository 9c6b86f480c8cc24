package dev.cairn.storage;

import java.nio.file.Path;

/**
 * The file of an open shard, as far as somebody else copies it while it is written: who moves the
 * write-ahead log into it, and in which epoch of its backup it is. Calls that change something come
 * on the writer's turn, or before anyone else has the shard.
 */
public interface ReplicatedFile {

  /** The database file, absolute. Any thread. */
  Path database();

  /** Its write-ahead log, which need not be there. Any thread. */
  Path log();

  /**
   * The directory beside the file in which whoever copies it keeps its own notes; need not be
   * there. Any thread.
   */
  Path notes();

  /** The shard's name where it must be a file name: unique among shards. Any thread. */
  String name();

  /** The number of its last epoch, 0 if it never had one. Any thread. */
  long epoch();

  /**
   * From now on the store never moves the log into the file, not even when it is closed. Reads and
   * writes go on.
   */
  void leaveLog();

  /**
   * Notes the number of a new epoch in the file, and moves the log into the file a last time, if
   * nobody reads it. Only after {@link #leaveLog}, and while nobody copies the file.
   *
   * @param number greater than {@link #epoch}
   * @return whether the log is empty now; if not, a reader was in the way
   * @throws StorageFault if the number could not be noted; nothing has changed
   */
  boolean beginEpoch(long number);

  /**
   * Removes {@link #notes} with all that is in it. Only while nobody copies the file.
   *
   * @throws StorageFault if some of it is left
   */
  void removeNotes();

  /** From now on the store moves the log by itself again. Only while nobody copies the file. */
  void takeLogBack();
}
