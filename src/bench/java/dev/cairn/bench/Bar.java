package dev.cairn.bench;

/** What the project holds itself to. A run that misses one ends with status 1. */
enum Bar {
  HTTP_GET("GET of 1 KB, server CPU against the no-op", false, 1.5),
  HTTP_PUT("PUT of 1 KB, normal, 64 connections, server CPU against the no-op", false, 3.2),
  HTTP_PUT_FULL("PUT of 1 KB, full, 20 shards, 64 connections, against the no-op", false, 6),
  KEY("what a known key adds to a GET of 1 KB, against the no-op, server CPU", false, 0.1),
  HTTP_LIST("list of 100 with values, server CPU against the no-op", false, 25),
  WORST_WRITE("PUT, normal, 500 connections: the slowest answer of all, seconds", false, 1),
  POSTGRES("PUT over HTTP, 20 shards, throughput against PostgreSQL behind HTTP", true, 2),
  ENGINE_GET("get in a shared read transaction, CPU against a lone get in C", false, 1.2),
  ENGINE_PUT("put in a group of 64, CPU against C", false, 1.4),
  LONE_WRITER("lone writer, normal, throughput against a bare connection", true, 0.9),
  GROUP_COMMIT("full, 1 shard, 64 clients: group commit against one transaction each", true, 4),
  GROUP_COMMIT_SLOW_SYNC("the same on a disk whose every sync takes 5 ms longer", true, 10),
  MANY_SHARDS("normal, 64 clients: throughput of 20 shards against 1", true, 1.3),
  NEVER_SHRINKS(
      "the same never shrinks, noise of a fifth allowed: 100 and 1,000 against 20, the lower",
      true,
      0.8),
  HOT_TENANTS(
      "p50 of GET, 8 connections, over 256 hot shards of 10,000 (--quick: 2,000) against 10",
      false,
      1.1),
  NOISY_NEIGHBOUR(
      "quiet shard's p99 while a neighbour is saturated with PUTs, against alone", false, 3),
  QUOTAS("quiet shard's p99 beside one that floods but has quotas, against alone", false, 2),
  RESTORE_NEIGHBOUR(
      "a neighbour's p99 while a shard of 500 MB is restored, against alone", false, 2),
  NATIVE_START("native executable, empty data directory: launch to first 200, ms", false, 50),
  NATIVE_START_MANY(
      "native executable, 10,000 shards on disk (--quick: 2,000): launch to first 200, ms",
      false,
      150),
  NATIVE_IDLE("native executable at rest: resident memory, MiB", false, 64),
  NATIVE_HOT("native executable, 100 hot shards: resident memory, MiB", false, 150),
  NATIVE_HOT_WITH_LITESTREAM("the same with Litestream's, MiB", false, 220),
  NATIVE_SIZE("native executable: size, MB", false, 70),
  NATIVE_GET(
      "GET of 1 KB, 64 connections: throughput of the native executable against the Java machine",
      true,
      0.75),
  FORK("fork of a past state of a shard of 100 KB, directory, seconds", false, 1),
  SNAPSHOT("PUTs to a shard under full load: what snapshots of it add to their p99, ms", false, 50),
  SOAK(
      "soak: the medians of RSS, descriptors and threads in the last quarter against the second;"
          + " the greatest of the three ratios",
      false,
      1.1);

  private final String text;
  private final boolean atLeast;
  private final double limit;

  Bar(String text, boolean atLeast, double limit) {
    this.text = text;
    this.atLeast = atLeast;
    this.limit = limit;
  }

  /** What is measured. */
  String text() {
    return text;
  }

  /** The limit with its direction. */
  String limit() {
    return (atLeast ? "≥ " : "≤ ") + limit;
  }

  /** Whether the measured ratio is within the limit. */
  boolean holds(double measured) {
    return atLeast ? measured >= limit : measured <= limit;
  }

  /** How much of what is allowed is used up: 1 at the limit, more beyond it. */
  double used(double measured) {
    return atLeast ? limit / measured : measured / limit;
  }
}
