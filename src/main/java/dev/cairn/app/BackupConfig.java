package dev.cairn.app;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Keys under {@code cairn.backup}; see {@link CairnConfig}. */
public interface BackupConfig {

  /**
   * Where shards are copied to while they are written: a directory, {@code file:///DIRECTORY},
   * {@code s3://BUCKET/PREFIX?endpoint=URL&region=REGION}, another URL that Litestream knows,
   * {@code off}, or {@code auto}: the directory {@code backup} beside the data directory, which is
   * on the same disk most of the time. Credentials come from the environment ({@code
   * AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}), never from here.
   */
  @WithDefault("auto")
  String url();

  /** The program Litestream: a path, or a name that is looked up on {@code PATH}. */
  @WithDefault("litestream")
  String litestream();

  /**
   * Whether the service refuses to start where it is to make a backup and can't. If not, it serves
   * without one and says so.
   */
  @WithDefault("false")
  boolean required();

  /**
   * Most shards that are copied at a time; the least recently written one is parked to make room.
   * The limit of open files may allow fewer: each needs 8 of them.
   */
  @WithDefault("800")
  int hotCap();

  /**
   * How long a shard goes on being copied after its last write, and a second more for each MiB of
   * its file. Below two minutes points in time grow coarser.
   */
  @WithDefault("3m")
  Duration idle();

  /**
   * How often it is asked whether the writes of a shard have arrived, while nobody waits for that;
   * so old the lag that is told may be.
   */
  @WithDefault("2s")
  Duration syncInterval();

  /** Age from which a shard that is still being written to begins a new epoch with a full copy. */
  @WithDefault("6h")
  Duration epochAge();

  /**
   * Size of a write-ahead log, in bytes, from which its shard begins a new epoch; while the replica
   * can't be reached, from which its shard is not copied until it can.
   */
  @WithDefault("268435456")
  long logBytes();

  /** Every state of a shard from within that time can be restored, to the second. */
  @WithDefault("24h")
  Duration fineWindow();

  /**
   * The state of a shard at the end of every minute from within that time can be restored; older
   * backups are deleted.
   */
  @WithDefault("7d")
  Duration window();

  /** How long a deleted shard can be restored. */
  @WithDefault("7d")
  Duration deletedWindow();

  /**
   * A shard that has changed since its last whole copy gets another one within that time, which
   * needs no Litestream to be used; 0 makes none.
   */
  @WithDefault("24h")
  Duration copiesInterval();

  /** Of so many days the newest copy of a shard is kept; days without one don't count. */
  @WithDefault("7")
  int copiesDaily();

  /** Of so many weeks the newest copy of a shard is kept. */
  @WithDefault("4")
  int copiesWeekly();

  /** Of so many months the newest copy of a shard is kept. */
  @WithDefault("12")
  int copiesMonthly();

  /**
   * How long after its last trial a shard that was written to since is restored to a scratch file
   * and compared with what is served, at the latest.
   */
  @WithDefault("24h")
  Duration drillInterval();

  /** How long after the begin of a new epoch its first trial comes. */
  @WithDefault("2m")
  Duration drillDelay();

  /** How long a single call of Litestream may take. */
  @WithDefault("5s")
  Duration callLimit();

  /**
   * How long a write with {@code Prefer: wait=replicated} waits for the replica before it is
   * answered 504.
   */
  @WithDefault("10s")
  Duration replicatedWait();
}
