package dev.cairn.backup;

import dev.cairn.ShardId;
import dev.cairn.shard.ClosingCause;
import dev.cairn.shard.FollowedShard;
import dev.cairn.shard.ShardFollower;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the backup knows of one shard that is open or hot. Any thread reads; phase and registration
 * change on the writer's turn, or while nobody has the shard open.
 */
final class ShardBackup implements ShardFollower {

  /** No generation of the replicator: it is not registered. */
  static final long NOWHERE = -1;

  private final ShardId id;
  private final String name;
  private final HotShards owner;
  private final Coverage coverage = new Coverage();

  /** Whether a task that attends to it waits or runs, so that there is one at most. */
  private final AtomicBoolean attended = new AtomicBoolean();

  /** Whether a sync of it runs, so that there is one at most. */
  private final AtomicBoolean syncing = new AtomicBoolean();

  private volatile Phase phase;

  /** The open shard, null while it is closed. */
  private volatile @Nullable FollowedShard shard;

  private volatile @Nullable Path database;

  /** The generation of the replicator that may have it registered. */
  private volatile long registeredWith = NOWHERE;

  /** Whether the replicator has said that it can't go on in the present epoch. */
  private volatile boolean lost;

  /** Greatest number of an epoch in the replica; -1 until somebody has looked. */
  private volatile long listed = -1;

  /** Why the last step or sync failed; empty after one that succeeded. */
  private volatile String failure = "";

  /** How many steps in a row have failed. */
  private final AtomicInteger failures = new AtomicInteger();

  /** Before this no step is tried again, in the ticker's nanoseconds. */
  private volatile long retryAt;

  /** The last transaction of the present epoch that was told of; -1 until one was. */
  private final AtomicLong uploaded = new AtomicLong(-1);

  private volatile long lastCommit;
  private volatile long lastSync;

  /**
   * @param name of its file
   * @param phase that it is found in
   * @param now by the ticker, from which all its times count
   */
  ShardBackup(ShardId id, String name, Phase phase, long now, HotShards owner) {
    this.id = id;
    this.name = name;
    this.phase = phase;
    this.owner = owner;
    this.retryAt = now;
    this.lastCommit = now;
    this.lastSync = now;
  }

  ShardId id() {
    return id;
  }

  String name() {
    return name;
  }

  Coverage coverage() {
    return coverage;
  }

  Phase phase() {
    return phase;
  }

  void become(Phase next) {
    phase = next;
    if (next instanceof Phase.Hot) {
      lost = false;
    }
  }

  /** An epoch begins of which nothing is in the replica yet. */
  void beginUploads() {
    uploaded.set(0);
  }

  /**
   * The present epoch is in the replica up to that transaction.
   *
   * @return how many of them are new; 0 for the first time in an epoch that an earlier process
   *     began
   */
  long uploadedTo(long transaction) {
    long before = uploaded.getAndAccumulate(transaction, Math::max);
    return before < 0 ? 0 : Math.max(0, transaction - before);
  }

  @Nullable FollowedShard shard() {
    return shard;
  }

  void attach(FollowedShard open, Path file) {
    database = file;
    shard = open;
  }

  /** Its file, null as long as it was not opened since the start. */
  @Nullable Path database() {
    return database;
  }

  void detach() {
    shard = null;
  }

  /** Takes the one task that attends to it. */
  boolean tryAttend() {
    return attended.compareAndSet(false, true);
  }

  void endAttending() {
    attended.set(false);
  }

  boolean tryBeginSync() {
    return syncing.compareAndSet(false, true);
  }

  void endSync() {
    syncing.set(false);
  }

  /** The generation that it may be registered with, {@link #NOWHERE} if it certainly is not. */
  long registeredWith() {
    return registeredWith;
  }

  boolean mayBeRegistered(long generation) {
    return registeredWith != NOWHERE && registeredWith == generation;
  }

  /** It is about to be registered with that generation. */
  void registering(long generation) {
    registeredWith = generation;
  }

  /** For certain it is registered no more. */
  void unregistered() {
    registeredWith = NOWHERE;
  }

  /** The replicator can't go on in the present epoch. */
  void lose(String why) {
    lost = true;
    failure = why;
  }

  boolean isLost() {
    return lost;
  }

  long listed() {
    return listed;
  }

  void listed(long number) {
    listed = number;
  }

  void succeeded() {
    failure = "";
    failures.set(0);
  }

  /** A step failed; the next one may come at {@code next}, by the ticker. */
  void failed(String why, long next) {
    failure = why;
    failures.incrementAndGet();
    retryAt = next;
  }

  /** A step must wait for others; it may come at {@code next}, by the ticker. */
  void postponed(String why, long next) {
    failure = why;
    retryAt = next;
  }

  /** A sync failed, which is tried again as any other. */
  void syncFailed(String why) {
    failure = why;
  }

  void syncBegan(long now) {
    lastSync = now;
  }

  void syncSucceeded() {
    failure = "";
  }

  int failures() {
    return failures.get();
  }

  String failure() {
    return failure;
  }

  boolean mayTry(long now) {
    return now - retryAt >= 0;
  }

  long lastCommit() {
    return lastCommit;
  }

  long lastSync() {
    return lastSync;
  }

  @Override
  public boolean isPrepared() {
    return !(phase instanceof Phase.Cold);
  }

  @Override
  public void prepare() {
    owner.prepare(this);
  }

  @Override
  public void committed(long revision) {
    long now = owner.now();
    lastCommit = now;
    coverage.committed(revision, now);
  }

  @Override
  public void closing(ClosingCause cause) {
    owner.closing(this, cause);
  }
}
