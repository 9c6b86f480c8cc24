package dev.cairn.app;

import dev.cairn.Limits;
import dev.cairn.Quotas;
import dev.cairn.app.CairnConfig.LimitsConfig;
import dev.cairn.app.CairnConfig.OperationsConfig;
import dev.cairn.app.CairnConfig.ShardsConfig;
import dev.cairn.app.CairnConfig.WriterConfig;
import dev.cairn.backup.BackupSettings;
import dev.cairn.backup.CopyKeeping;
import dev.cairn.backup.CopySettings;
import dev.cairn.backup.DrillSettings;
import dev.cairn.backup.Keeping;
import dev.cairn.feed.MergedSettings;
import dev.cairn.http.ConnectionSettings;
import dev.cairn.http.QuerySettings;
import dev.cairn.operation.OperationSettings;
import dev.cairn.quota.CrossShardTurns;
import dev.cairn.quota.ReadTurns;
import dev.cairn.security.KeySettings;
import dev.cairn.security.TicketSettings;
import dev.cairn.shard.ShardSettings;
import dev.cairn.snapshot.SnapshotSettings;
import dev.cairn.sqlite.SqliteSettings;
import dev.cairn.storage.AnswerSettings;
import dev.cairn.storage.FeedSettings;
import dev.cairn.transaction.TransactionSettings;
import dev.cairn.write.WriteSettings;
import java.time.Duration;

/**
 * Turns the settings into the plain records that the inner rooms take; each record checks its own
 * ranges.
 */
final class Settings {

  /** The share of all memory that page caches take at most. */
  private static final int CACHE_SHARE = 4;

  private Settings() {}

  static Limits limits(LimitsConfig config) {
    return new Limits(
        config.valueBytes(),
        config.valueDepth(),
        config.metadataBytes(),
        config.batchMembers(),
        config.batchBytes(),
        config.pageDefault(),
        config.pageMax(),
        config.pageBytes(),
        config.bodyBytes(),
        config.shardBytes(),
        config.indexes());
  }

  static ConnectionSettings connections(HttpConfig config) {
    return new ConnectionSettings(
        config.connections(),
        config.idle(),
        config.head(),
        config.stall(),
        config.pace(),
        config.body());
  }

  static ShardSettings shards(ShardsConfig config, WriterConfig writer, QuotasConfig quotas) {
    return new ShardSettings(
        config.autoCreate(),
        config.durability(),
        config.openCap(),
        config.waitingWrites(),
        config.waitingBytes(),
        config.lendWait(),
        config.drainWait(),
        config.quarantineRetry(),
        config.idleClose(),
        writer.threads() == 0 ? ShardSettings.DEFAULT.writerThreads() : writer.threads(),
        writer.diskThreads() == 0
            ? ShardSettings.DEFAULT.diskWriterThreads()
            : writer.diskThreads(),
        config.openerThreads(),
        quotas(quotas));
  }

  /**
   * How many long reads there may be. One of a shard's readers is left for short reads that can't
   * be carried out on an event loop, which would wait behind the long ones.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  static ReadTurns.Bounds reads(ReadsConfig config, int readers) {
    int threads = config.threads();
    return new ReadTurns.Bounds(
        threads == 0 ? Math.max(8, 4 * Runtime.getRuntime().availableProcessors()) : threads,
        Math.max(1, readers - 1),
        config.waiting(),
        config.waitingOfShard());
  }

  /**
   * What aggregations and reads over several shards may take.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  static QuerySettings queries(QueriesConfig config) {
    return new QuerySettings(
        config.groups(), config.groupBytes(), config.shards(), config.shardsAtOnce());
  }

  /**
   * Whose turn it is to read several shards.
   *
   * @param reading how many long reads there may be at a time
   * @throws IllegalArgumentException if a number is out of range
   */
  static CrossShardTurns crossShard(QueriesConfig config, int reading) {
    int most = config.crossShard();
    return new CrossShardTurns(
        most == 0 ? Math.max(1, reading / 2 / config.shardsAtOnce()) : most,
        config.crossShardWaiting());
  }

  /**
   * What holds for shards without bounds of their own; that of their bytes is a limit.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  private static Quotas quotas(QuotasConfig config) {
    return new Quotas(
        0,
        config.entries(),
        config.requestsPerSecond(),
        config.concurrentReads(),
        config.queryTime().toMillis(),
        config.streams());
  }

  /**
   * When callers are asked for a key.
   *
   * @param asked whether everybody is to be asked, on loopback too: others can reach the address,
   *     or there are issuers of tokens
   * @param exposed whether others can reach the address
   * @throws IllegalArgumentException if a number is out of range; the message names its setting
   */
  static KeySettings keys(AuthConfig config, boolean asked, boolean exposed) {
    if (config.mostKeys() < 1) {
      throw new IllegalArgumentException(
          "cairn.auth.most-keys is " + config.mostKeys() + "; it must be 1 or more");
    }
    if (config.kept().isNegative()) {
      throw new IllegalArgumentException(
          "cairn.auth.kept is " + config.kept() + "; it must not be negative");
    }
    KeySettings.Mode mode =
        switch (config.mode()) {
          case AUTO -> asked ? KeySettings.Mode.ALWAYS : KeySettings.Mode.IF_THERE_ARE_KEYS;
          case ALWAYS -> KeySettings.Mode.ALWAYS;
          case OFF -> exposed ? KeySettings.Mode.NEVER_OF_ANYBODY : KeySettings.Mode.NEVER;
        };
    return new KeySettings(mode, config.mostKeys(), config.kept());
  }

  static TicketSettings tickets(AuthConfig config) {
    return new TicketSettings(config.ticketAge(), config.mostTickets(), config.ticketsOfCaller());
  }

  static WriteSettings writer(WriterConfig config) {
    return new WriteSettings(
        config.queueMembers(), config.queueBytes(), config.groupMembers(), config.groupBytes());
  }

  static TransactionSettings transactions(TransactionsConfig config) {
    return new TransactionSettings(
        config.timeout(),
        config.longest(),
        config.idle(),
        config.writerWait(),
        config.most(),
        config.readOnlyOfShard(),
        config.operations(),
        config.bytes(),
        config.remembered());
  }

  /**
   * Those of the driver.
   *
   * @param memory that the whole process may take, in bytes
   */
  static SqliteSettings sqlite(
      SqliteConfig config, Limits limits, FeedSettings feed, AnswerSettings answers, long memory) {
    return new SqliteSettings(
        Math.min(config.cacheTotal(), memory / CACHE_SHARE),
        config.mmap(),
        config.pageSize(),
        millis(config.busyTimeout()),
        config.readers(),
        millis(config.readerWait()),
        config.checkpointSize(),
        config.checkpointAge().toMillis(),
        limits.shardBytes(),
        feed,
        answers);
  }

  static FeedSettings feed(ChangesConfig config) {
    return new FeedSettings(config.kept(), config.age());
  }

  static AnswerSettings answers(IdempotencyConfig config) {
    return new AnswerSettings(
        config.age(), config.kept(), config.keptBytes(), config.answerBytes());
  }

  static MergedSettings merged(ChangesConfig config) {
    return new MergedSettings(
        config.feedShards(), config.feeds(), config.followed(), config.feedReads());
  }

  static BackupSettings backup(BackupConfig config) {
    return new BackupSettings(
        config.hotCap(),
        config.idle(),
        config.syncInterval(),
        config.epochAge(),
        config.logBytes(),
        config.callLimit(),
        config.replicatedWait());
  }

  static OperationSettings operations(OperationsConfig config) {
    return new OperationSettings(config.atOnce(), config.running(), config.kept());
  }

  static SnapshotSettings snapshots(SnapshotsConfig config) {
    return new SnapshotSettings(
        config.most(), config.bytes(), config.atOnce(), config.open(), config.idle());
  }

  static Keeping keeping(BackupConfig config) {
    return new Keeping(config.fineWindow(), config.window(), config.deletedWindow());
  }

  static CopySettings copies(BackupConfig config) {
    return new CopySettings(
        config.copiesInterval(),
        new CopyKeeping(config.copiesDaily(), config.copiesWeekly(), config.copiesMonthly()));
  }

  static DrillSettings drills(BackupConfig config) {
    return new DrillSettings(config.drillInterval(), config.drillDelay());
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }
}
