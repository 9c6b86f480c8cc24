package dev.cairn.storage;

import dev.cairn.ShardId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * The files that shards lie in, as such: copied, looked at and put in place as whole shards, while
 * nobody has them open. A file's path is absolute, and what SQLite keeps beside it belongs to it.
 * Any thread, but one at a time for the same file; every call blocks.
 */
public interface ShardFiles {

  /**
   * A directory of the owner's alone, on the disk that the shards are on, for files that are being
   * put together; it is there. What lies in it is rubbish after a restart.
   */
  Path scratch();

  /** The name of the shard where it must be a file name: unique among shards. */
  String nameOf(ShardId id);

  /** Whether anything lies where the shard's file has its place. */
  boolean isThere(ShardId id);

  /**
   * Copies an open shard as of now, whole, while it is read and written.
   *
   * @param store one of this driver's, which stays open meanwhile
   * @param target where nothing lies yet
   * @throws StorageFault if it can't be done; then nothing is left there
   */
  void copy(ShardStore store, Path target);

  /**
   * Checks every page of a file, and reads what it says of itself.
   *
   * @throws StorageFault if it is damaged, or none of ours
   */
  RestoredShard examine(Path file);

  /**
   * Writes what comes to a file.
   *
   * @param target where nothing lies yet
   * @throws IOException if {@code content} can't be read
   * @throws StorageFault if it can't be written, {@link dev.cairn.ErrorCode#STORAGE_FULL} if there
   *     is no room. What was written stays for the caller to clear away
   */
  void receive(InputStream content, Path target) throws IOException;

  /**
   * As {@link #examine}, for a file that anybody may have made: also what it holds is checked, and
   * that it holds nothing else than a shard does. Takes its time.
   *
   * @throws StorageFault {@link dev.cairn.ErrorCode#FILE_REFUSED} if it can't become a shard
   */
  RestoredShard admit(Path file);

  /**
   * Everything in a file that {@link #examine} was content with, as {@link ShardReader#export}
   * tells it.
   */
  void export(Path file, ExportVisitor visitor);

  /**
   * Has a file that {@link #examine} was content with be that of a shard, and go on from a revision
   * and an epoch. Leaves no file beside it.
   *
   * @param id the shard that it becomes, which need not be the one it was
   * @param revision the begin of a history that the shard never was in
   * @param epoch the number of the shard's last epoch in the replica, 0 if it has none
   * @throws StorageFault if it can't be done
   */
  void turnInto(Path file, ShardId id, long revision, long epoch);

  /**
   * Keeps the file of a closed shard, with its log, where what was given up lies for people to look
   * at. The file itself stays in its place too, until another replaces it; its log does not. Does
   * nothing if it is not there.
   *
   * @throws StorageFault if it can't be done
   */
  void setAside(ShardId id);

  /**
   * Gives a file that {@link #turnInto} has prepared its place as the file of its shard, durably
   * and in one step: after a crash the one or the other file is there, whole. The file is moved; a
   * file that was there before is left in the directory that it came from, which the caller clears
   * once nobody waits any more: to delete a large one takes its time.
   *
   * @param id the closed shard; it may have a file, which is replaced
   * @throws StorageFault if it can't be done; then the shard's file is as it was
   */
  void install(Path file, ShardId id);
}
